# Puts back what the remediation of a rule changed. The exit code is 1 where something was not put back.
function Invoke-Undo {
    param([hashtable]$Rule, [bool]$Force)
    Initialize-Script -Argument $(if ($Force) { '-Force' })
    $result = Restore-Rule -Rule $Rule -Force $Force
    Write-Report -Id $Rule.Id -Result $result
    exit [int]($result.Status -in 'FAILED', 'CHANGED')
}
