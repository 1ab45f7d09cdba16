# Says what is found of several rules, each in its turn. The exit code is 1 where one is unhealthy.
function Invoke-BundleDetection {
    param([string]$Bundle, [hashtable[]]$Rules, [object[]]$Events)
    Initialize-Script -Events $Events
    $results = @(foreach ($rule in $Rules) { (Get-Verdict $rule) + @{ Id = $rule.Id } })
    $order = 'UNHEALTHY', 'UNKNOWN', 'HEALTHY', 'NOT-APPLICABLE'
    Write-Summary -Bundle $Bundle -Results $results -Order $order -Attention $order[0..1]
    exit [int](@($results | Where-Object { $_.Status -eq 'UNHEALTHY' }).Count -gt 0)
}
