# Evaluates a rule, repairs what is wrong and evaluates it again. With -WhatIf it only says what it would do.
function Repair-Rule {
    param([hashtable]$Rule)
    $notes = @()
    try {
        $before = Get-Verdict $Rule
        if ($before.Status -ne 'UNHEALTHY') { return $before }
        $objection = Get-Objection $Rule
        if ($objection) { return Get-AdviceAlone -Rule $Rule -Before $before -Objection $objection }
        foreach ($Each in @($before.Broken)) { & $Rule.Fix | ForEach-Object { $notes += $_ } }
        $did = @($notes | ForEach-Object { $_.Did; $_.Would } | Where-Object { $_ }) -join '; '
        $advice = @($notes | ForEach-Object { $_.Advice } | Where-Object { $_ }) -join ' '
        if ($WhatIfPreference) { return @{ Status = 'WHAT-IF'; Text = "$($before.Text). Would $did $advice" } }
        $restart = @($notes | Where-Object { $_.Restart }).Count -gt 0
        # Where nothing but the event shows the problem, it is history once the fix is done.
        if ($Rule.Marks -eq 'unchecked' -and $did -and -not $advice -and -not $restart) { Save-LastFix }
        $after = Get-Verdict $Rule
        if ($Rule.Marks -eq 'checked' -and $after.Status -eq 'HEALTHY' -and -not $restart) { Save-LastFix }
        $status = if ($after.Status -eq 'HEALTHY') { 'FIXED' } elseif ($advice) { 'MANUAL' } else { 'FAILED' }
        if ($restart) { $status = 'RESTART-NEEDED' }
        @{ Status = $status; Text = @($did, $after.Text, $advice | Where-Object { $_ }) -join '. ' }
    } catch {
        $said = @($notes | ForEach-Object { $_.Did; $_.Advice } | Where-Object { $_ })
        @{ Status = 'FAILED'; Text = (@(Get-Reason $_) + $said) -join '. ' }
    }
}
