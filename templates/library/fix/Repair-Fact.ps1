# Gives a fact its value unless it has it: what it was goes to the journal first. With -WhatIf it only says so.
function Repair-Fact {
    param($Name, [scriptblock]$Read, [object[]]$Expect, $Shown, [scriptblock]$Save, [scriptblock]$Write)
    Clear-Known
    $found = & $Read
    if (Test-Value -Found $found -Expect $Expect) { return }
    $change = "set $Name to $(Get-Expectation -Expect $Expect -Shown $Shown)"
    $was = Get-ShownValue $found
    if ($WhatIfPreference) { return @{ Would = "$change, now $was" } }
    Save-Journal -Name $Name -Before $(if ($Save) { & $Save } else { $found })
    & $Write
    Clear-Known
    @{ Did = "$change, was $was" }
}
