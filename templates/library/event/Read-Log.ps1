# The events of a log and a provider that this script asks for, by their ids.
function Read-Log {
    param([hashtable]$Query)
    $log = $script:queries | Where-Object { $_.In -eq $Query.In -and $_.From -eq $Query.From }
    $log = $log | Where-Object { $_.Id -contains $Query.Id }
    Get-Once "events $($log.Id) from $($log.From) in $($log.In)" {
        $earliest = (Get-Date).AddSeconds(-$log.Within)
        $filter = @{ LogName = $log.In; ProviderName = $log.From; Id = $log.Id; StartTime = $earliest }
        $entries = try {
            Get-WinEvent -FilterHashtable $filter -ErrorAction Stop | Group-Object -Property Id -AsHashTable -AsString
        } catch {
            # A log or a provider that does not exist has logged nothing.
            $nothing = '^(NoMatching(Events|Logs|Providers)Found|LogsAndProvidersDontOverlap)'
            if ($_.FullyQualifiedErrorId -notmatch $nothing) { throw }
        }
        if ($entries) { $entries } else { @{} }
    }
}
