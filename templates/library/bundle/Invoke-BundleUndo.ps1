# Puts back what the remediations of several rules changed. The exit code is 1 where something was not put back.
function Invoke-BundleUndo {
    param([string]$Bundle, [hashtable[]]$Rules, [bool]$Force)
    Initialize-Script -Argument $(if ($Force) { '-Force' })
    $results = @(foreach ($rule in $Rules) { (Restore-Rule -Rule $rule -Force $Force) + @{ Id = $rule.Id } })
    $order = 'FAILED', 'CHANGED', 'WHAT-IF', 'UNDONE', 'NOTHING-TO-UNDO'
    Write-Summary -Bundle $Bundle -Results $results -Order $order -Attention $order[0..3]
    exit [int](@($results | Where-Object { $_.Status -in 'FAILED', 'CHANGED' }).Count -gt 0)
}
