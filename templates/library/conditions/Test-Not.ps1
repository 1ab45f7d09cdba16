# The opposite of a condition: what is unknown stays so.
function Test-Not {
    param([hashtable]$Test)
    $truth = if ($null -ne $Test.Truth) { -not $Test.Truth }
    @{ Truth = $truth; Text = $Test.Denial; Denial = $Test.Text }
}
