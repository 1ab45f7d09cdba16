# Where nothing is left to put back, the rule forgets this device.
function Clear-Memory {
    Clear-Known
    $memory = "HKLM\SOFTWARE\mderules\$($script:current.Id)"
    $journal = Get-RegistryItem "$memory\Journal"
    if ($WhatIfPreference -or $null -eq $journal -or $journal.ValueCount -gt 0) { return }
    Remove-Item -LiteralPath "Registry::$memory" -Recurse -ErrorAction Stop
    Clear-Known
    $above = Get-RegistryItem ($memory -replace '\\[^\\]*$')
    if ($null -ne $above -and $above.ValueCount -eq 0 -and $above.SubKeyCount -eq 0) {
        Remove-Item -LiteralPath "Registry::$($above.Name)" -ErrorAction SilentlyContinue
        Clear-Known
    }
}
