# A fact with its value; without one where the thing is missing.
function Get-CollectedFact {
    param($Name, [scriptblock]$Read)
    try {
        $found = & $Read
    } catch {
        return @{ name = "$Name"; unreadable = Get-Reason $_ }
    }
    if ($null -eq $found) { return @{ name = "$Name" } }
    if ($found -is [string]) { $found = Get-SafeText $found }
    @{ name = "$Name"; value = $found }
}
