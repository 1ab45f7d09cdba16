# When this rule's remediation last succeeded; events before that are history.
function Get-LastFix {
    $time = Get-RegistryData -Key "HKLM\SOFTWARE\mderules\$($script:current.Id)" -Name 'LastFix'
    if ($null -ne $time) { [datetime]$time }
}
