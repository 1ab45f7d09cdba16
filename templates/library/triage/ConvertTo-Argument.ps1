# Parameters as arguments of powershell.exe.
function ConvertTo-Argument {
    param($Parameters)
    foreach ($name in $Parameters.Keys) {
        $value = $Parameters[$name]
        if ($value -isnot [switch]) { "-$name", "`"$($value -join ',')`"" }
        if ($value -is [switch] -and $value -and $name -ne 'WhatIf') { "-$name" }
    }
}
