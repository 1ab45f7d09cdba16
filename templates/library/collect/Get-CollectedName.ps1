# What the collected events of an id name in a datum, each once.
function Get-CollectedName {
    param([int]$Id, [string]$In, $Key)
    $data = $script:collected | Where-Object { $_.id -eq $Id -and $_.log -eq $In } | ForEach-Object { $_.data }
    $names = $data | Where-Object { "$($_.key)" -eq "$Key" } | ForEach-Object { $_.value }
    $names | Where-Object { $_ } | Sort-Object -Unique
}
