# One rule: its verdict, and with -Fix and a yes its repair. Nothing that fails in it keeps the next from its turn.
function Test-Rule {
    param([hashtable]$Rule, [bool]$Fix)
    $verdict = Get-Verdict $Rule
    $repair = @{ Status = $null; Text = $null }
    if ($Fix -and $verdict.Status -eq 'UNHEALTHY' -and $Rule.Fix) {
        $isWanted = $WhatIfPreference -or (Confirm-Repair -Rule $Rule -Found $verdict.Text)
        if ($isWanted) { $repair = Repair-Rule $Rule }
    }
    $properties = [ordered]@{
        Status = $verdict.Status
        Severity = $Rule.Severity
        Rule = $Rule.Id
        Finding = $verdict.Text
        Title = $Rule.Title
        Chapter = $Rule.Chapter
        Advice = "$($Rule.Advice)"
        Repair = $repair.Status
        Repaired = $repair.Text
        See = @($Rule.See | Where-Object { $_ })
        Source = $Rule.Source
    }
    $result = New-Object -TypeName PSObject -Property $properties
    Add-Member -InputObject $result -TypeName 'Mderules.Result' -PassThru
}
