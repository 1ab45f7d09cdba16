# Creates or removes a key. It is removed only while it is empty: what others put there is theirs.
function Write-RegistryKey {
    param([string]$Key, $Value)
    $item = Get-RegistryItem $Key
    if ($null -ne $Value) {
        # -Force creates the keys above it; on a key that exists it would delete what is in it.
        if ($null -eq $item) { $null = New-Item -Path "Registry::$Key" -Force -ErrorAction Stop }
        return
    }
    if ($null -eq $item) { return }
    if ($item.ValueCount -gt 0 -or $item.SubKeyCount -gt 0) { throw "the key $Key is not empty" }
    Remove-Item -LiteralPath "Registry::$Key" -ErrorAction Stop
}
