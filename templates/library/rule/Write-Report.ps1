# The last line of output: ASCII, one line, no longer than a portal keeps.
function Write-Report {
    param([string]$Id, [hashtable]$Result)
    $line = "mderules $Id $($Result.Status) $($Result.Text)" -replace '[^ -~]', '?'
    if ($line.Length -gt 2048) { $line = $line.Substring(0, 2045) + '...' }
    Write-Output $line
}
