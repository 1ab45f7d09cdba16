# A key that holds something is no longer as a fix made it.
function Get-RegistryKeyUse {
    param([string]$Key)
    $item = Get-RegistryItem $Key
    if ($null -eq $item) { return }
    if ($item.ValueCount -gt 0 -or $item.SubKeyCount -gt 0) { 'not empty' } else { 'present' }
}
