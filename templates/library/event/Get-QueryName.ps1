# How reports name the events of a query, and what they came after.
function Get-QueryName {
    param([hashtable]$Query, [string]$Property)
    $since = $Query.Since
    $place = "from $($Query.From) in $($Query.In)"
    $name = "event $($Query.Id)$Property $place"
    if (-not $since) { return $name }
    $other = "from $($since.From) in $($since.In)"
    "$name since event $($since.Id)" + $(if ($other -cne $place) { " $other" })
}
