# What administrators may do with a key.
function Get-AdministratorAccess {
    param([string]$Key)
    Get-RegistryAccess -Key $Key -Account 'BA', 'S-1-5-32-544'
}
