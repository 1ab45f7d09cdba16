# Gives a fact its value unless it has it: what it was goes to the journal first. With -WhatIf it only says so.
# Save reads what the journal needs besides the value, Makes the keys that the write makes.
function Repair-Fact {
    param(
        $Name, $Key, [switch]$Shared, [scriptblock]$Read, [object[]]$Expect, $Shown, $After,
        [scriptblock]$Save, [scriptblock]$Makes, [scriptblock]$Write
    )
    Clear-Known
    $found = & $Read
    if (Test-Value -Found $found -Expect $Expect) { return }
    $change = "set $Name to $(Get-Expectation -Expect $Expect -Shown $Shown)"
    $was = Format-Value $found
    if ($WhatIfPreference) { return @{ Would = "$change, now $was" } }
    if ($Expect[0] -eq 'present') { $After = 'present' } elseif ($null -eq $After) { $After = $Expect[1] }
    $entry = @{ Version = 2; Was = $found; Before = $found; After = $After; Made = @(if ($Makes) { & $Makes }) }
    if ($Save) { $entry.Before = & $Save }
    if ($null -ne $Each) { $entry.Each = $Each }
    Save-Journal -Name "$Name" -Key "$Key" -Shared:$Shared -Entry $entry
    & $Write
    Clear-Known
    @{ Did = "$change, was $was" }
}
