# complete or in-progress: whether the first run, in which the user is asked for settings, is over.
function Get-SetupOobe {
    if ((Get-RegistryData -Key 'HKLM\SYSTEM\Setup' -Name 'OOBEInProgress') -eq 1) { 'in-progress' } else { 'complete' }
}
