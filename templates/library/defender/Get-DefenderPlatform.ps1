# Where the antivirus is off it does not answer; the folder it is installed in tells its version too.
function Get-DefenderPlatform {
    try {
        Get-DefenderStatus -Property 'AMProductVersion'
    } catch {
        $folder = Get-RegistryData -Key 'HKLM\SOFTWARE\Microsoft\Windows Defender' -Name 'InstallLocation'
        if ("$folder" -notmatch '\\(\d+\.\d+\.\d+\.\d+)-\d+\\?$') { throw }
        $Matches[1]
    }
}
