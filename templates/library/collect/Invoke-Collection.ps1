# Prints, as JSON, facts and events of this device: what was asked for is named, so that a reader knows what was found.
function Invoke-Collection {
    param([scriptblock]$Facts, [hashtable[]]$Queries, [string]$Version)
    Initialize-Script
    $script:collected = @(foreach ($query in $Queries) { Get-CollectedEvent $query })
    $found = @(
        Get-CollectedFact 'uptime' { [int]((Get-Date) - (Get-LastStart)).TotalSeconds }
        & $Facts
    )
    $time = (Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ')
    $report = @{ mderules = $Version; collected = $time; facts = $found; events = $script:collected }
    $report.queries = @($Queries | ForEach-Object { $_.Asked })
    ConvertTo-Json -Compress -Depth 5 -InputObject $report
    exit 0
}
