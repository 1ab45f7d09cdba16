# Gives a value its data, or removes it.
function Write-RegistryData {
    param([string]$Key, [string]$Name, $Value, [string]$Type)
    $place = @{ LiteralPath = "Registry::$Key"; Name = $Name; ErrorAction = 'Stop' }
    if ($null -eq $Value) {
        Remove-ItemProperty @place
        return
    }
    if ($null -eq (Get-RegistryItem $Key)) { throw "the key $Key is missing" }
    $null = New-ItemProperty @place -Value $Value -PropertyType $Type -Force
}
