# Reads a fact and compares it. Truth is $true, $false or, where the fact cannot be read, $null. Text says what was
# found and, where that is wrong, what was expected; Denial says the same of the opposite.
function Test-Fact {
    param($Name, [scriptblock]$Read, [object[]]$Expect, $Shown)
    try {
        $found = & $Read
        $truth = Test-Value -Found $found -Expect $Expect
    } catch {
        $text = "$Name cannot be read ($(Get-Reason $_))"
        return @{ Truth = $null; Text = $text; Denial = $text }
    }
    $right = "$Name is $(Format-Value $found)"
    $wrong = "$right, expected $(Get-Expectation -Expect $Expect -Shown $Shown -Opposite $truth)"
    if ($truth) { return @{ Truth = $true; Text = $right; Denial = $wrong } }
    @{ Truth = $false; Text = $wrong; Denial = $right }
}
