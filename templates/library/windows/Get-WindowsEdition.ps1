# The edition, by its name in the registry.
function Get-WindowsEdition {
    Get-RegistryData -Key 'HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion' -Name 'EditionID'
}
