# Whether an event came after another one; of two with the same time its log tells which came later.
function Test-Newer {
    param($Entry, $Than)
    if ($Entry.TimeCreated -ne $Than.TimeCreated) { return $Entry.TimeCreated -gt $Than.TimeCreated }
    $Entry.LogName -eq $Than.LogName -and $Entry.RecordId -gt $Than.RecordId
}
