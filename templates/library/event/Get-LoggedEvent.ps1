# The events that count, newest first: none older than Within seconds, none up to the newest of Since, and none that is
# history, unless Ever. Those of a log are read together and once, without a limit, so that many of one id hide none of
# another.
function Get-LoggedEvent {
    param([hashtable]$Query, [switch]$Ever)
    $earliest = (Get-Date).AddSeconds(-$Query.Within)
    $end = if ($script:current.Since -and -not $Ever) { & $script:current.Since }
    if ($null -ne $end -and $end -gt $earliest) { $earliest = $end }
    $last = if ($Query.Since) { @(Get-LoggedEvent $Query.Since -Ever)[0] }
    $level = @{ critical = 1; error = 2; warning = 3; information = 4 }["$($Query.Level)"]
    $found = (Read-Log $Query)["$($Query.Id)"]
    $found | Where-Object {
        $_.TimeCreated -ge $earliest -and $level -in $null, $_.Level -and
        (-not $Query.Where -or (& $Query.Where)) -and (-not $last -or (Test-Newer -Entry $_ -Than $last))
    }
}
