# sc.exe rather than Set-Service: it knows the delayed start and tells the service manager at once.
function Write-ServiceStart {
    param([string]$Name, [string]$Value)
    $words = @{ automatic = 'auto'; 'automatic-delayed' = 'delayed-auto'; manual = 'demand'; disabled = 'disabled' }
    $option = 'config', "`"$Name`"", 'start=', $words[$Value]
    $code = Invoke-Program -Path "$env:SystemRoot\System32\sc.exe" -Argument $option -TimeoutSeconds 60
    if ($code -ne 0) { throw "sc.exe config $Name returned $code" }
}
