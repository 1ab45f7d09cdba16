# The build of Windows.
function Get-WindowsBuild {
    $build = Get-RegistryData -Key 'HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion' -Name 'CurrentBuildNumber'
    if ($null -ne $build) { [int]$build }
}
