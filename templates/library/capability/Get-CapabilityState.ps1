# installed, not-present, staged or pending; nothing where this Windows does not know the capability.
function Get-CapabilityState {
    param([string]$Name)
    $capability = Get-Once "capability $Name" {
        try {
            Get-WindowsCapability -Online -Name $Name -ErrorAction Stop
        } catch {
            # DISM's errors have neither an id nor a category: all that tells them apart is the code.
            throw ('0x{0:x8}' -f $_.Exception.HResult)
        }
    }
    if (-not $capability -or -not $capability.Name) { return }
    switch -Wildcard ("$($capability.State)") {
        'Installed' { 'installed' }
        'NotPresent' { 'not-present' }
        'Staged' { 'staged' }
        '*Pending' { 'pending' }
        default { $_ }
    }
}
