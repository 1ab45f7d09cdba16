# proxy or direct, from the settings that netsh winhttp writes: bit 1 of byte 8 says whether there is a proxy.
function Get-WinHttpProxy {
    $key = 'HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings\Connections'
    $settings = Get-RegistryData -Key $key -Name 'WinHttpSettings'
    if ("$settings" -match '^.{16}.[2367abef]') { 'proxy' } else { 'direct' }
}
