# The verdict of a rule, and what it rests on; what fails in it is unknown. OfThing: of one that events name, $Each.
function Get-Verdict {
    param([hashtable]$Rule, [switch]$OfThing)
    $script:current = $Rule
    try {
        $applies = if ($Rule.Applies) { & $Rule.Applies }
        if ($applies -and $false -eq $applies.Truth) { return @{ Status = 'NOT-APPLICABLE'; Text = $applies.Text } }
        if ($Rule.Each -and -not $OfThing) { return & $Rule.Each }
        $symptoms = if ($Rule.Symptoms) { Test-All @(& $Rule.Symptoms) }
        if ($symptoms -and $false -eq $symptoms.Truth) { return @{ Status = 'HEALTHY'; Text = $symptoms.Text } }
        $checks = if ($Rule.Checks) { Test-All @(& $Rule.Checks) }
        if ($checks -and $checks.Truth) { return @{ Status = 'HEALTHY'; Text = $checks.Text } }
        $unknown = @($applies, $symptoms, $checks | Where-Object { $_ -and $null -eq $_.Truth })
        if ($unknown.Count -gt 0) { return @{ Status = 'UNKNOWN'; Text = $unknown.Text -join '; ' } }
        $found = @($symptoms; $checks; if ($Rule.Reports) { & $Rule.Reports })
        @{ Status = 'UNHEALTHY'; Text = @($found | Where-Object { $_ }).Text -join '; ' }
    } catch {
        @{ Status = 'UNKNOWN'; Text = Get-Reason $_ }
    }
}
