# The newest error or critical event of a log, by id and provider; nothing where there is none.
function Get-NewestError {
    param([string]$Log, [int]$WithinSeconds)
    Get-Once "errors $Log $WithinSeconds" {
        $filter = @{ LogName = $Log; Level = 1, 2; StartTime = (Get-Date).AddSeconds(-$WithinSeconds) }
        try {
            $newest = Get-WinEvent -FilterHashtable $filter -MaxEvents 1 -ErrorAction Stop
            "event $($newest.Id) from $($newest.ProviderName)"
        } catch {
            if ($_.FullyQualifiedErrorId -notmatch '^NoMatching(Events|Logs)Found') { throw }
        }
    }
}
