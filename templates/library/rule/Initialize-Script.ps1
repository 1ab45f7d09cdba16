# Nothing is known of the device yet. A 32-bit host sees another registry: the script starts again in the 64-bit one.
function Initialize-Script {
    param([object[]]$Events, [string[]]$Option = '-NonInteractive', [string[]]$Argument)
    $script:known = @{}
    $script:queries = $Events
    if (-not $env:PROCESSOR_ARCHITEW6432) { return }
    $arguments = @('-NoProfile') + $Option + @('-File', "`"$PSCommandPath`"") + $Argument | Where-Object { $_ }
    if ($WhatIfPreference) { $arguments += '-WhatIf' }
    & "$env:SystemRoot\Sysnative\WindowsPowerShell\v1.0\powershell.exe" @arguments
    exit $LASTEXITCODE
}
