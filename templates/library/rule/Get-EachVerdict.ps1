# The verdict of a rule on what events name: the worst of those on each of them. Broken are the unhealthy ones.
function Get-EachVerdict {
    param([hashtable]$Query, $Key, [string[]]$Among, [string]$Shown)
    if (-not $Shown) { $Shown = Get-QueryName $Query }
    try {
        $things = @(Get-NamedThing -Query $Query -Key $Key -Among $Among)
    } catch {
        return @{ Status = 'UNKNOWN'; Text = "$Shown cannot be read ($(Get-Reason $_))" }
    }
    if ($things.Count -eq 0) { return @{ Status = 'HEALTHY'; Text = "$Shown is missing" } }
    $verdicts = @(foreach ($Each in $things) { (Get-Verdict -Rule $script:current -OfThing) + @{ Thing = $Each } })
    foreach ($status in 'UNHEALTHY', 'UNKNOWN', 'HEALTHY') {
        $deciding = @($verdicts | Where-Object { $_.Status -eq $status })
        if ($deciding.Count -eq 0) { continue }
        return @{ Status = $status; Text = $deciding.Text -join '; '; Broken = $deciding.Thing }
    }
}
