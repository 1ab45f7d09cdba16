# Puts back one fact, if the journal has it, and then forgets the entry. With -WhatIf it only says so.
function Undo-Fact {
    param($Name, [scriptblock]$Restore)
    if (@(Get-JournalName) -notcontains "$Name") { return }
    $before = (Get-JournalEntry "$Name").Before
    $shown = if ($null -eq $before) { 'missing' } elseif ($before -is [string]) { $before } else { "$($before.Data)" }
    if ($WhatIfPreference) { return "would put back $Name to $shown" }
    Clear-Known
    $null = & $Restore
    Clear-Known
    $key = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal"
    Remove-ItemProperty -LiteralPath $key -Name "$Name" -ErrorAction Stop
    "put back $Name to $shown"
}
