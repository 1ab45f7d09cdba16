# How many events were logged, 1000 at most.
function Test-EventCount {
    param([hashtable]$Query, [object[]]$Expect)
    Test-Fact -Name "event $($Query.Id) count from $($Query.From) in $($Query.In)" -Expect $Expect -Read {
        @(Get-LoggedEvent $Query | Select-Object -First 1000).Count
    }
}
