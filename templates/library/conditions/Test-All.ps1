# True where every term is, and decided by a false one.
function Test-All {
    param([object[]]$Tests)
    Join-Test -Decisive $false -Tests $Tests
}
