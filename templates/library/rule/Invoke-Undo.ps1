# Puts back what the remediation of a rule changed, and says what that was. The exit code is 1 where that failed.
function Invoke-Undo {
    param([hashtable]$Rule)
    Initialize-Script
    $result = Restore-Rule $Rule
    Write-Report -Id $Rule.Id -Result $result
    exit [int]($result.Status -eq 'FAILED')
}
