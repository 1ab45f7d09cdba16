# Puts back what the remediations of several rules changed. The exit code is 1 where that failed for one.
function Invoke-BundleUndo {
    param([string]$Bundle, [hashtable[]]$Rules)
    Initialize-Script
    $results = @(foreach ($rule in $Rules) { (Restore-Rule $rule) + @{ Id = $rule.Id } })
    $order = 'FAILED', 'WHAT-IF', 'UNDONE', 'NOTHING-TO-UNDO'
    Write-Summary -Bundle $Bundle -Results $results -Order $order -Attention $order[0..2]
    exit [int](@($results | Where-Object { $_.Status -eq 'FAILED' }).Count -gt 0)
}
