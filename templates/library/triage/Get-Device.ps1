# The device, as far as anybody may see it.
function Get-Device {
    $key = 'Registry::HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion'
    $windows = Get-ItemProperty -LiteralPath $key -ErrorAction SilentlyContinue
    [ordered]@{
        name = "$env:COMPUTERNAME"
        windows = "$($windows.EditionID) $($windows.CurrentBuildNumber).$($windows.UBR)"
        time = (Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ')
    }
}
