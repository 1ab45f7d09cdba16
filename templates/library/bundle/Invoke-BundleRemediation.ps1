# Repairs what several rules find, each in its turn, whatever became of others. The exit code is 1 where one failed.
function Invoke-BundleRemediation {
    param([string]$Bundle, [hashtable[]]$Rules, [object[]]$Events)
    Initialize-Script -Events $Events
    $results = @(foreach ($rule in $Rules) { (Repair-Rule $rule) + @{ Id = $rule.Id } })
    $order = 'FAILED', 'RESTART-NEEDED', 'MANUAL', 'WHAT-IF', 'FIXED', 'UNKNOWN', 'HEALTHY', 'NOT-APPLICABLE'
    Write-Summary -Bundle $Bundle -Results $results -Order $order -Attention $order[0..5]
    exit [int](@($results | Where-Object { $_.Status -eq 'FAILED' }).Count -gt 0)
}
