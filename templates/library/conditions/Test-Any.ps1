# True where a term is, and decided by it.
function Test-Any {
    param([object[]]$Tests)
    Join-Test -Decisive $true -Tests $Tests
}
