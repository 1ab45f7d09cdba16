# Where the guard forbids the fix, it only says what it would do and what is left to a person.
function Get-AdviceAlone {
    param([hashtable]$Rule, [hashtable]$Before, [string]$Objection)
    $WhatIfPreference = $true
    $notes = @()
    try {
        foreach ($Each in @($Before.Broken)) { & $Rule.Fix | ForEach-Object { $notes += $_ } }
    } catch {
        $null = $_ # What cannot be told is left out.
    }
    $would = @($notes | ForEach-Object { $_.Would } | Where-Object { $_ }) -join '; '
    if ($would) { $would = "A fix would $would" }
    $advice = @($notes | ForEach-Object { $_.Advice } | Where-Object { $_ }) -join ' '
    @{ Status = 'MANUAL'; Text = @($Before.Text, $Objection, $would, $advice | Where-Object { $_ }) -join '. ' }
}
