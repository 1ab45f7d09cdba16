# Repairs what a rule finds. Only an error tells Configuration Manager that a remediation failed.
function Invoke-ItemRemediation {
    param([hashtable]$Rule, [object[]]$Events)
    Initialize-Script -Events $Events
    $result = Repair-Rule $Rule
    $line = Write-Report -Id $Rule.Id -Result $result
    if ($result.Status -eq 'FAILED') { throw $line }
    $line
}
