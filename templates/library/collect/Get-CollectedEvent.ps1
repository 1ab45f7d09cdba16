# The events of an id, newest first; of their data only what the keys name.
function Get-CollectedEvent {
    param([hashtable]$Query)
    $script:queries = @($Query)
    try {
        $entries = @(Get-LoggedEvent $Query | Select-Object -First 1000)
    } catch {
        return @{ log = $Query.In; unreadable = Get-Reason $_ }
    }
    $now = Get-Date
    foreach ($entry in $entries) {
        $data = @()
        foreach ($name in $Query.Data) {
            $value = Get-EventData -Entry $entry -Key $name
            if ($null -ne $value) { $data += @{ key = $name; value = Get-SafeText "$value" } }
        }
        @{
            log = $entry.LogName
            provider = $entry.ProviderName
            id = $entry.Id
            level = [int]$entry.Level
            ageSeconds = [int]($now - $entry.TimeCreated).TotalSeconds
            data = $data
        }
    }
}
