# Runs a program without a window and waits for it, but not for ever. Returns its exit code.
function Invoke-Program {
    param([string]$Path, [string[]]$Argument, [int]$TimeoutSeconds)
    $process = Start-Process -FilePath $Path -ArgumentList $Argument -WindowStyle Hidden -PassThru -ErrorAction Stop
    $null = $process.Handle # While it is held, Windows keeps the exit code.
    Wait-Process -InputObject $process -Timeout $TimeoutSeconds -ErrorAction SilentlyContinue
    if (-not $process.HasExited) {
        Stop-Process -InputObject $process -Force -ErrorAction SilentlyContinue
        throw "$Path did not end within $TimeoutSeconds seconds"
    }
    $process.ExitCode
}
