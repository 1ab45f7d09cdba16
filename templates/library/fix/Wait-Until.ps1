# Waits, but not for ever, until a condition holds.
function Wait-Until {
    param([int]$TimeoutSeconds, [scriptblock]$Condition)
    if ($WhatIfPreference) { return }
    $end = (Get-Date).AddSeconds($TimeoutSeconds)
    while ($true) {
        Clear-Known
        $test = & $Condition
        if ($true -eq $test.Truth) { return }
        if ((Get-Date) -ge $end) { throw "waited $TimeoutSeconds seconds: $($test.Text)" }
        Start-Sleep -Seconds 2
    }
}
