# running, stopped, start-pending ...; nothing where the service is missing. One that may not be queried is "not found"
# too, but it has its key.
function Get-ServiceState {
    param([string]$Name)
    if ($Name -match '[*?\[\]"\\/]') { throw 'not the name of a service' }
    $service = Get-Once "service $Name" {
        try {
            Get-Service -Name $Name -ErrorAction Stop
        } catch {
            if ($_.FullyQualifiedErrorId -notlike 'NoServiceFoundForGivenName*') { throw }
            $key = "HKLM\SYSTEM\CurrentControlSet\Services\$Name"
            if ($null -ne (Get-RegistryItem $key)) { throw 'PermissionDenied' }
        }
    }
    if ($null -eq $service) { return }
    switch ("$($service.Status)") {
        'StartPending' { 'start-pending' }
        'StopPending' { 'stop-pending' }
        'ContinuePending' { 'continue-pending' }
        'PausePending' { 'pause-pending' }
        default { $_.ToLowerInvariant() }
    }
}
