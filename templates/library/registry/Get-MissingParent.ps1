# The keys above one that are missing, and have to be made with it.
function Get-MissingParent {
    param([string]$Key)
    for ($above = $Key -replace '\\[^\\]*$'; $above -match '\\'; $above = $above -replace '\\[^\\]*$') {
        if ($null -ne (Get-RegistryItem $above)) { return }
        $above
    }
}
