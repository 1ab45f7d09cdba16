# Puts back what Get-RegistryEntry returned.
function Write-RegistryEntry {
    param([string]$Key, [string]$Name, $Value)
    if ($null -eq $Value) {
        $item = Get-RegistryItem $Key
        if ($null -eq $item -or $item.Property -notcontains $Name) { return }
        Write-RegistryData -Key $Key -Name $Name
        return
    }
    $data = switch ($Value.Type) {
        'Binary' { , [byte[]]$Value.Data }
        'MultiString' { , [string[]]$Value.Data }
        'QWord' { [long]$Value.Data }
        default { $Value.Data }
    }
    Write-RegistryData -Key $Key -Name $Name -Value $data -Type $Value.Type
}
