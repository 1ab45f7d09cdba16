# Starts, stops or pauses a service and waits, but not for ever, until it has the state.
function Write-ServiceState {
    param([string]$Name, [string]$Value, [int]$TimeoutSeconds)
    $verb = @{ running = 'start'; stopped = 'stop'; paused = 'pause' }[$Value]
    $code = Invoke-Program -Path "$env:SystemRoot\System32\sc.exe" -Argument $verb, "`"$Name`"" -TimeoutSeconds 60
    # 1056: runs already. 1062: is stopped already.
    if ($code -ne 0 -and $code -ne @{ start = 1056; stop = 1062 }[$verb]) { throw "sc.exe $verb $Name returned $code" }
    $end = (Get-Date).AddSeconds($TimeoutSeconds)
    Clear-Known
    while ((Get-ServiceState $Name) -ne $Value) {
        if ((Get-Date) -ge $end) { throw "service $Name state is $(Get-ServiceState $Name) after the time allowed" }
        Start-Sleep -Seconds 1
        Clear-Known
    }
}
