# Whether an event was logged.
function Test-Event {
    param([hashtable]$Query, [string]$Expect = 'present')
    Test-Fact -Name "event $($Query.Id) from $($Query.From) in $($Query.In)" -Expect $Expect -Read {
        if (Get-LoggedEvent $Query) { 'present' }
    }
}
