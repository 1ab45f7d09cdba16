# Where nothing is left to put back, the rule forgets this device.
function Clear-Memory {
    $memory = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)"
    if ($WhatIfPreference -or -not (Test-Path -LiteralPath "$memory\Journal")) { return }
    if ((Get-Item -LiteralPath "$memory\Journal" -ErrorAction Stop).ValueCount -eq 0) {
        Remove-Item -LiteralPath $memory -Recurse -ErrorAction Stop
    }
}
