# Repairs what a rule finds, and says what came of it. The exit code is 1 where that failed.
function Invoke-Remediation {
    param([hashtable]$Rule, [object[]]$Events)
    Initialize-Script -Events $Events
    $result = Repair-Rule $Rule
    Write-Report -Id $Rule.Id -Result $result
    exit [int]($result.Status -eq 'FAILED')
}
