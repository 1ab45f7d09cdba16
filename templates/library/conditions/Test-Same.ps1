# Whether two values are the same; text is never a number.
function Test-Same {
    param($Found, $Value)
    if ($null -eq $Value) { return $null -eq $Found }
    if ($Value -is [version]) { return $Value -eq ($Found -as [version]) }
    if ($Value -isnot [string]) { return ($Found -is [int] -or $Found -is [long]) -and $Found -eq $Value }
    $Found -is [string] -and $Found.ToUpperInvariant().Equals($Value.ToUpperInvariant())
}
