# How many events were logged, 1000 at most.
function Test-EventCount {
    param([hashtable]$Query, [object[]]$Expect)
    Test-Fact -Name (Get-QueryName -Query $Query -Property ' count') -Expect $Expect -Read {
        @(Get-LoggedEvent $Query | Select-Object -First 1000).Count
    }
}
