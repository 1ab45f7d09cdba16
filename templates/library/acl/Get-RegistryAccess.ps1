# writable where one of the accounts may set values and create keys, read-only otherwise; nothing without the key.
# In a security descriptor's text, accounts have the same names in every language.
function Get-RegistryAccess {
    param([string]$Key, [string[]]$Account)
    if ($null -eq (Get-RegistryItem $Key)) { return }
    $text = Get-Once "access to $Key" { (Get-Acl -LiteralPath "Registry::$Key" -ErrorAction Stop).Sddl }
    $list = $text -replace '^.*?D:[^(]*|S:.*$'
    $allowed = $false
    foreach ($entry in ($list -split '[()]' | Where-Object { $_ })) {
        $type, $flags, $rights, $null, $null, $trustee = $entry -split ';'
        # Entries with IO are only for keys below.
        if ($trustee -notin $Account -or $flags -match 'IO') { continue }
        # 2: set a value. 4: create a key. Both stand in a number, in two letters for all, or in two letters each.
        $writes = if ($rights -match '^0x') {
            ([int64]$rights -band 6) -eq 6
        } else {
            $rights -match '^(..)*(KA|KW|GA|GW)' -or ($rights -match '^(..)*DC' -and $rights -match '^(..)*LC')
        }
        if ($writes -and $type -eq 'D') { return 'read-only' }
        if ($writes -and $type -eq 'A') { $allowed = $true }
    }
    if ($allowed) { 'writable' } else { 'read-only' }
}
