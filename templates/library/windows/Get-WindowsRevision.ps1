# The revision of the build.
function Get-WindowsRevision {
    Get-RegistryData -Key 'HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion' -Name 'UBR'
}
