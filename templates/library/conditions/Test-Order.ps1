# Whether a number or a version stands in an order; what is neither, or is missing, stands in none.
function Test-Order {
    param($Found, [string]$Operator, $Value)
    $known = if ($Value -is [version]) { $Found -as [version] } elseif ($Found -isnot [string]) { $Found }
    if ($null -eq $known) { return $false }
    switch -Wildcard ($Operator) {
        '*<' { $known -lt $Value }
        '*<=' { $known -le $Value }
        '*>' { $known -gt $Value }
        '*>=' { $known -ge $Value }
    }
}
