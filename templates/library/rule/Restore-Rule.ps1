# Puts back what the journal has of a rule, what was changed last first. With -WhatIf it only says so.
function Restore-Rule {
    param([hashtable]$Rule)
    $script:current = $Rule
    try {
        $entries = @(Get-JournalName | ForEach-Object { Get-JournalEntry $_ })
        $things = @($entries | ForEach-Object { $_.Each } | Where-Object { $_ } | Sort-Object -Unique)
        if ($things.Count -eq 0) { $things = @($null) }
        $done = @(foreach ($Each in $things) { & $Rule.Undo })
        Clear-Memory
        $status = if ($done.Count -gt 0) { 'UNDONE' } else { 'NOTHING-TO-UNDO' }
        if ($WhatIfPreference) { $status = 'WHAT-IF' }
        @{ Status = $status; Text = $done -join '; ' }
    } catch {
        @{ Status = 'FAILED'; Text = Get-Reason $_ }
    }
}
