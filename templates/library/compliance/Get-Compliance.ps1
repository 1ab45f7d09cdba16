# For each rule, by the name of its setting, $false where it is unhealthy: only what is known to be wrong makes a device
# noncompliant.
function Get-Compliance {
    param([hashtable[]]$Rules, [object[]]$Events)
    Initialize-Script -Events $Events
    $settings = [ordered]@{}
    foreach ($rule in $Rules) { $settings[$rule.Setting] = (Get-Verdict $rule).Status -ne 'UNHEALTHY' }
    $settings
}
