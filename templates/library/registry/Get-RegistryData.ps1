# The data of a value, a number or text; nothing where the key or the value is missing. With -AsWritten it is unknown
# where it might not be as it was written: ConstrainedLanguage tells only what variables stand for.
function Get-RegistryData {
    param([string]$Key, [string]$Name, [switch]$AsWritten)
    $item = Get-RegistryItem $Key
    if ($null -eq $item -or $item.Property -notcontains $Name) { return }
    $isFull = $ExecutionContext.SessionState.LanguageMode -eq 'FullLanguage'
    if ($AsWritten -and -not $isFull) { throw 'needs FullLanguage' }
    $data = Get-Once "value $Key $Name" {
        , (Get-ItemProperty -LiteralPath "Registry::$Key" -Name $Name -ErrorAction Stop).$Name
    }
    if ($data -is [byte[]]) { return ($data | ForEach-Object { '{0:x2}' -f $_ }) -join '' }
    if ($data -is [string[]]) { return $data -join '; ' }
    # A DWORD above 2147483647 comes as unsigned, or as negative: modulo 2^32 it is the same number.
    if ($data -is [uint32] -or ($data -is [int] -and $data -lt 0)) { return ([long]$data + 4294967296) % 4294967296 }
    if ($data -isnot [string] -or -not $isFull) { return $data }
    $item.GetValue($Name, $null, 'DoNotExpandEnvironmentNames')
}
