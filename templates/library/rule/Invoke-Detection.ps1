# Says what is found of a rule. The exit code is 1 where it is unhealthy.
function Invoke-Detection {
    param([hashtable]$Rule, [object[]]$Events)
    Initialize-Script -Events $Events
    $result = Get-Verdict $Rule
    Write-Report -Id $Rule.Id -Result $result
    exit [int]($result.Status -eq 'UNHEALTHY')
}
