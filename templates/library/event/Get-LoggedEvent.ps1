# The events that count, newest first: none older than Within seconds, and none that is history. Those of a log are read
# together and once, without a limit, so that many of one id hide none of another.
function Get-LoggedEvent {
    param([hashtable]$Query)
    $since = (Get-Date).AddSeconds(-$Query.Within)
    $end = if ($script:current.Since) { & $script:current.Since }
    if ($null -ne $end -and $end -gt $since) { $since = $end }
    $level = @{ critical = 1; error = 2; warning = 3; information = 4 }["$($Query.Level)"]
    $log = $script:queries | Where-Object { $_.In -eq $Query.In -and $_.From -eq $Query.From }
    $log = $log | Where-Object { $_.Id -contains $Query.Id }
    $found = Get-Once "events $($log.Id) from $($log.From) in $($log.In)" {
        $earliest = (Get-Date).AddSeconds(-$log.Within)
        $filter = @{ LogName = $log.In; ProviderName = $log.From; Id = $log.Id; StartTime = $earliest }
        try {
            Get-WinEvent -FilterHashtable $filter -ErrorAction Stop | Group-Object -Property Id -AsHashTable -AsString
        } catch {
            # A log or a provider that does not exist has logged nothing.
            $nothing = '^(NoMatching(Events|Logs|Providers)Found|LogsAndProvidersDontOverlap)'
            if ($_.FullyQualifiedErrorId -notmatch $nothing) { throw }
        }
    }
    if (-not $found) { return }
    $found["$($Query.Id)"] | Where-Object {
        $_.TimeCreated -ge $since -and $level -in $null, $_.Level -and (-not $Query.Where -or (& $Query.Where))
    }
}
