# Puts back what the journal has of a rule, what was changed last first. With -WhatIf it only says so.
function Restore-Rule {
    param([hashtable]$Rule, [bool]$Force)
    $script:current = $Rule
    $script:force = $Force
    $did = @()
    try {
        $entries = @(Get-JournalName | ForEach-Object { Get-JournalEntry $_ })
        $things = @($entries | ForEach-Object { $_.Each } | Where-Object { $_ -is [string] } | Sort-Object -Unique)
        if (-not $Rule.HasEach) { $things = @($null) }
        # What fails may succeed once the rest is put back: a service that is disabled does not start.
        do {
            $notes = @(foreach ($Each in $things) { & $Rule.Undo })
            $done = @($notes | ForEach-Object { $_.Did } | Where-Object { $_ })
            $did += $done
            $failed = @($notes | ForEach-Object { $_.Failed } | Where-Object { $_ })
        } while ($failed.Count -gt 0 -and $done.Count -gt 0 -and -not $WhatIfPreference)
        $known = @($notes | ForEach-Object { $_.Entry })
        $others = @(Get-JournalName | Where-Object { $known -notcontains $_ })
        $failed += @($others | ForEach-Object { "could not put back $_ (no fact that the rule sets)" })
        $left = @($notes | ForEach-Object { $_.Left } | Where-Object { $_ })
        Clear-Memory
        $status = if ($did.Count -gt 0) { 'UNDONE' } else { 'NOTHING-TO-UNDO' }
        if ($left.Count -gt 0) { $status = 'CHANGED' }
        if ($failed.Count -gt 0) { $status = 'FAILED' }
        if ($WhatIfPreference) { $status = 'WHAT-IF' }
        @{ Status = $status; Text = ($did + $left + $failed) -join '; ' }
    } catch {
        @{ Status = 'FAILED'; Text = (@(Get-Reason $_) + $did) -join '; ' }
    }
}
