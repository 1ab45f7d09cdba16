# From now on, events up to this moment are history.
function Save-LastFix {
    $key = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)"
    if (-not (Test-Path -LiteralPath $key)) { $null = New-Item -Path $key -Force -ErrorAction Stop }
    $now = (Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ')
    $null = New-ItemProperty -LiteralPath $key -Name 'LastFix' -Value $now -PropertyType String -Force -ErrorAction Stop
    Clear-Known
}
