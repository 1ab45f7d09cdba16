# Prints the value of the setting, one word and nothing that was found: the client hands it to the remediation, where
# text could become code. What cannot be read ends in an error, which fails the discovery: it is neither compliant nor a
# reason to repair.
function Invoke-Discovery {
    param([hashtable]$Rule, [object[]]$Events)
    Initialize-Script -Events $Events
    $result = Get-Verdict $Rule
    if ($result.Status -eq 'UNKNOWN') { throw (Write-Report -Id $Rule.Id -Result $result) }
    if ($result.Status -eq 'UNHEALTHY') { 'NonCompliant' } else { 'Compliant' }
}
