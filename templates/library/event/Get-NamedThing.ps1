# What events name in their data: each of it once, the newest event first.
function Get-NamedThing {
    param([hashtable]$Query, $Key, [string[]]$Among)
    $names = @()
    foreach ($entry in @(Get-LoggedEvent $Query)) {
        $name = Get-EventData -Entry $entry -Key $Key
        if ($name -and $names -notcontains $name -and (-not $Among -or $Among -contains $name)) { $names += $name }
    }
    $names
}
