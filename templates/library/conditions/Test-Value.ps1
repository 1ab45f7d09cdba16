# Whether a value is as expected: an operator, then values. Text is compared letter by letter, whatever the case.
function Test-Value {
    param($Found, [object[]]$Expect)
    $operator, $values = $Expect
    $holds = switch -Regex ($operator) {
        'missing|present' { $null -eq $Found; break }
        'text' { Test-Text -Found $Found -Part $values; break }
        '[<>]' { Test-Order -Found $Found -Operator $operator -Value $values; break }
        default { @($values | Where-Object { Test-Same -Found $Found -Value $_ }).Count -gt 0 -or -not $operator }
    }
    $holds -ne ($operator -match '^(present|not|none|text without)')
}
