# The names of the entries in the journal of the rule.
function Get-JournalName {
    $item = Get-RegistryItem "HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal"
    if ($null -ne $item) { $item.Property }
}
