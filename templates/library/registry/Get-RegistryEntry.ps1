# A value with its type, for the journal; nothing where it is missing.
function Get-RegistryEntry {
    param([string]$Key, [string]$Name)
    $item = Get-RegistryItem $Key
    if ($null -eq $item -or $item.Property -notcontains $Name) { return }
    if ($ExecutionContext.SessionState.LanguageMode -eq 'FullLanguage') {
        # Unexpanded, as it has to be written back.
        $data = $item.GetValue($Name, $null, 'DoNotExpandEnvironmentNames')
        return @{ Type = "$($item.GetValueKind($Name))"; Data = $data }
    }
    $data = (Get-ItemProperty -LiteralPath "Registry::$Key" -Name $Name -ErrorAction Stop).$Name
    if ($data -is [int] -or $data -is [uint32]) { return @{ Type = 'DWord'; Data = $data } }
    if ($data -is [long] -or $data -is [uint64]) { return @{ Type = 'QWord'; Data = $data } }
    if ($data -is [byte[]]) { return @{ Type = 'Binary'; Data = $data } }
    if ($data -is [string[]]) { return @{ Type = 'MultiString'; Data = $data } }
    throw "the type of $Name cannot be read in ConstrainedLanguage, so it could not be put back"
}
