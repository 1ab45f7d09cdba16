# A registry key; nothing where it is missing. A key that may not be opened is an error, not a missing key.
function Get-RegistryItem {
    param([string]$Key)
    Get-Once "key $Key" {
        try {
            Get-Item -LiteralPath "Registry::$Key" -ErrorAction Stop
        } catch {
            if ($_.CategoryInfo.Category -ne 'ObjectNotFound') { throw }
        }
    }
}
