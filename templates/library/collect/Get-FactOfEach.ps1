# Facts of each thing of a list.
function Get-FactOfEach {
    param([string[]]$Things, [scriptblock]$Facts)
    foreach ($Each in $Things) { & $Facts }
}
