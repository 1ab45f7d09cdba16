# What SYSTEM, which is a member of Administrators, may do with a key.
function Get-SystemAccess {
    param([string]$Key)
    Get-RegistryAccess -Key $Key -Account 'SY', 'S-1-5-18', 'BA', 'S-1-5-32-544'
}
