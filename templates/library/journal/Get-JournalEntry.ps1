# What the journal of the rule has of a fact.
function Get-JournalEntry {
    param([string]$Name)
    $key = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal"
    (Get-ItemProperty -LiteralPath $key -Name $Name -ErrorAction Stop).$Name | ConvertFrom-Json
}
