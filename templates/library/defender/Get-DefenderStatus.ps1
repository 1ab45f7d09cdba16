# The status of Microsoft Defender Antivirus; nothing where the component is not installed.
function Get-DefenderStatus {
    param([string]$Property)
    Get-Once "antivirus $Property" {
        $class = @{ Namespace = 'root/Microsoft/Windows/Defender'; ClassName = 'MSFT_MpComputerStatus' }
        try {
            (Get-CimInstance @class -Property $Property -ErrorAction Stop).$Property
        } catch {
            # 0x8004100e: no such namespace. 0x80041010: no such class.
            if ($_.FullyQualifiedErrorId -notmatch '^HRESULT 0x800410(0e|10)') { throw }
        }
    }
}
