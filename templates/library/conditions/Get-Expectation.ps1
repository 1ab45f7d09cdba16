# What is expected, in words, or the opposite of it. Shown stands in for values that cannot be printed as they are.
function Get-Expectation {
    param([object[]]$Expect, $Shown, [bool]$Opposite)
    $operator, $values = $Expect
    if ($Opposite) {
        $pairs = 'is', 'not', 'one of', 'none of', 'text with', 'text without', 'missing', 'present'
        $place = $pairs.IndexOf($operator)
        $operator = if ($place -ge 0) { $pairs[$place -bxor 1] } else { "not $operator" -replace '^not not ' }
    }
    if ($operator -in 'missing', 'present') { return $operator }
    $plain = @($values | ForEach-Object { if ($null -eq $_) { 'missing' } else { $_ } }) -join ', '
    "$operator $(if ($null -eq $Shown) { $plain } else { $Shown })" -replace '^is | $'
}
