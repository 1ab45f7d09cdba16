# client, server or domain-controller.
function Get-WindowsProduct {
    switch (Get-RegistryData -Key 'HKLM\SYSTEM\CurrentControlSet\Control\ProductOptions' -Name 'ProductType') {
        'WinNT' { 'client' }
        'ServerNT' { 'server' }
        'LanmanNT' { 'domain-controller' }
    }
}
