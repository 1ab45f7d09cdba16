# Puts back a state; for one on its way, the state it was on its way to.
function Restore-ServiceState {
    param([string]$Name, $Value, [int]$TimeoutSeconds)
    $states = @{
        running = 'running'; 'start-pending' = 'running'; 'continue-pending' = 'running'
        stopped = 'stopped'; 'stop-pending' = 'stopped'
        paused = 'paused'; 'pause-pending' = 'paused'
    }
    $state = $states["$Value"]
    if (-not $state) { throw 'its journal entry has no state of a service' }
    if ($state -eq 'paused' -and (Get-ServiceState $Name) -eq 'stopped') {
        Write-ServiceState -Name $Name -Value 'running' -TimeoutSeconds $TimeoutSeconds
    }
    Write-ServiceState -Name $Name -Value $state -TimeoutSeconds $TimeoutSeconds
}
