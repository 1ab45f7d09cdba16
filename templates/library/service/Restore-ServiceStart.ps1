# Puts back a start type. Those that sc.exe gives only to drivers, or to nothing, go to the service's key.
function Restore-ServiceStart {
    param([string]$Name, $Value)
    $start = switch ("$Value") {
        'boot' { 0 }
        'system' { 1 }
        { $_ -match '^\d{1,9}$' } { [int]$_ }
    }
    if ($null -ne $start) {
        Write-RegistryData -Key "HKLM\SYSTEM\CurrentControlSet\Services\$Name" -Name 'Start' -Value $start -Type 'DWord'
    } elseif ('automatic', 'automatic-delayed', 'manual', 'disabled' -contains $Value) {
        Write-ServiceStart -Name $Name -Value $Value
    } else {
        throw 'its journal entry has no start type of a service'
    }
}
