# Removes the keys above one that were made with it, as long as they are empty: what others put there is theirs.
function Remove-MadeParent {
    param([string]$Key, [string[]]$Made)
    for ($above = $Key -replace '\\[^\\]*$'; $Made -contains $above; $above = $above -replace '\\[^\\]*$') {
        $item = Get-RegistryItem $above
        if ($null -eq $item) { continue }
        if ($item.ValueCount -gt 0 -or $item.SubKeyCount -gt 0) { return }
        Remove-Item -LiteralPath "Registry::$above" -ErrorAction Stop
        Clear-Known
    }
}
