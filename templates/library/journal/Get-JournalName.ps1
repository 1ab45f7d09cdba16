# The names of the facts that the journal of the rule has an entry of.
function Get-JournalName {
    $key = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal"
    if (Test-Path -LiteralPath $key) { (Get-Item -LiteralPath $key -ErrorAction Stop).Property }
}
