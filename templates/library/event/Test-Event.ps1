# Whether an event was logged.
function Test-Event {
    param([hashtable]$Query, [string]$Expect = 'present')
    Test-Fact -Name (Get-QueryName $Query) -Expect $Expect -Read { if (Get-LoggedEvent $Query) { 'present' } }
}
