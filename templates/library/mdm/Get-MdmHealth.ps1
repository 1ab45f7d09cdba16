# A health node of the Defender for Endpoint CSP; nothing where Windows has none.
function Get-MdmHealth {
    param([string]$Property)
    Get-Once "node $Property" {
        $name = 'MDM_WindowsAdvancedThreatProtection_HealthState01'
        $class = @{ Namespace = 'root/cimv2/mdm/dmmap'; ClassName = $name }
        try {
            (Get-CimInstance @class -Property $Property -ErrorAction Stop).$Property
        } catch {
            # 0x8004100e: no such namespace. 0x80041010: no such class.
            if ($_.FullyQualifiedErrorId -notmatch '^HRESULT 0x800410(0e|10)') { throw }
        }
    }
}
