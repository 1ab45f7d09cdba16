# When the device last started; events before that are history where a restart is the fix.
function Get-LastStart {
    Get-Once 'last start' {
        (Get-CimInstance -ClassName 'Win32_OperatingSystem' -Property 'LastBootUpTime' -ErrorAction Stop).LastBootUpTime
    }
}
