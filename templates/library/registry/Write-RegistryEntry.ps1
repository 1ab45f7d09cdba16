# Puts back what Get-RegistryEntry returned.
function Write-RegistryEntry {
    param([string]$Key, [string]$Name, $Value)
    if ($null -eq $Value) {
        $item = Get-RegistryItem $Key
        if ($null -eq $item -or $item.Property -notcontains $Name) { return }
        Write-RegistryData -Key $Key -Name $Name
        return
    }
    if ('String', 'ExpandString', 'MultiString', 'DWord', 'QWord', 'Binary', 'None' -notcontains $Value.Type) {
        throw 'its journal entry has no type of the registry'
    }
    $data = switch ($Value.Type) {
        { $_ -in 'Binary', 'None' } { , [byte[]]$Value.Data }
        'MultiString' { , [string[]]$Value.Data }
        'QWord' { [long]$Value.Data }
        default { $Value.Data }
    }
    Write-RegistryData -Key $Key -Name $Name -Value $data -Type $Value.Type
}
