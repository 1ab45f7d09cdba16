# Lets time go by.
function Wait-Time {
    param([int]$Seconds)
    if ($WhatIfPreference) { return }
    Start-Sleep -Seconds $Seconds
    Clear-Known
}
