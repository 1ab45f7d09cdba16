# A value as reports show it; one that is long is cut.
function Format-Value {
    param($Value)
    if ($null -eq $Value) { 'missing' } else { "$Value" -replace '(?s)^(.{117}).{4,}$', '$1...' }
}
