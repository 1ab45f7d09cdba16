# How far the setup of the image has come.
function Get-SetupImage {
    $state = Get-RegistryData -Key 'HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Setup\State' -Name 'ImageState'
    if ($null -eq $state) { return }
    switch -CaseSensitive ("$state") {
        'IMAGE_STATE_COMPLETE' { 'complete' }
        'IMAGE_STATE_UNDEPLOYABLE' { 'undeployable' }
        default { 'incomplete' }
    }
}
