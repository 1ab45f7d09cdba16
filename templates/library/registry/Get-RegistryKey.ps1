# Whether a registry key is there.
function Get-RegistryKey {
    param([string]$Key)
    if ($null -ne (Get-RegistryItem $Key)) { 'present' }
}
