# Whether the setup of the image is complete.
function Get-SetupImage {
    $state = Get-RegistryData -Key 'HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Setup\State' -Name 'ImageState'
    if ($null -eq $state) { return }
    if ($state -eq 'IMAGE_STATE_COMPLETE') { 'complete' } else { 'incomplete' }
}
