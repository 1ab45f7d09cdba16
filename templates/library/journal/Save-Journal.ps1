# Keeps what a fact was, so that Undo.ps1 can put it back.
function Save-Journal {
    param([string]$Name, $Before)
    $key = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal"
    if (-not (Test-Path -LiteralPath $key)) { $null = New-Item -Path $key -Force -ErrorAction Stop }
    $entry = @{ Before = $Before }
    if ($null -ne $Each) { $entry.Each = $Each }
    $json = ConvertTo-Json -Compress -InputObject $entry
    $null = New-ItemProperty -LiteralPath $key -Name $Name -Value $json -PropertyType String -Force -ErrorAction Stop
}
