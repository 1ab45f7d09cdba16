# The type of a value.
function Get-RegistryType {
    param([string]$Key, [string]$Name)
    $item = Get-RegistryItem $Key
    if ($null -eq $item -or $item.Property -notcontains $Name) { return }
    if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') { throw 'needs FullLanguage' }
    switch ("$($item.GetValueKind($Name))") {
        'ExpandString' { 'expand-string' }
        'MultiString' { 'multi-string' }
        default { $_.ToLowerInvariant() }
    }
}
