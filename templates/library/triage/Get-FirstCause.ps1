# What to look at first: the first unhealthy rule, the most severe before others, and from there to what it leads to.
function Get-FirstCause {
    param([object[]]$Results)
    $open = @($Results | Where-Object { $_.Status -eq 'UNHEALTHY' -and $_.Repair -notin 'FIXED', 'RESTART-NEEDED' })
    foreach ($severity in 'error', 'warning', 'information') {
        $cause = $open | Where-Object { $_.Severity -eq $severity } | Select-Object -First 1
        if ($cause) { break }
    }
    $seen = @()
    while ($cause -and $seen -notcontains $cause.Rule) {
        $seen += $cause.Rule
        $leads = $open | Where-Object { $cause.See -contains $_.Rule -and $seen -notcontains $_.Rule }
        $next = $leads | Select-Object -First 1
        if ($next) { $cause = $next }
    }
    $cause
}
