# Whether a datum of an event is as expected.
function Test-EventData {
    param($Entry, $Key, [object[]]$Expect)
    Test-Value -Found (Get-EventData -Entry $Entry -Key $Key) -Expect $Expect
}
