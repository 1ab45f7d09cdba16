# Keeps what a fact was, so that Undo.ps1 can put it back. Where the journal knows already what was before the first
# repair, that stays; an entry that is not sound is kept beside the new one.
function Save-Journal {
    param([string]$Name, [string]$Key, [switch]$Shared, [hashtable]$Entry)
    $journal = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal"
    if (-not (Test-Path -LiteralPath $journal)) { $null = New-Item -Path $journal -Force -ErrorAction Stop }
    foreach ($place in @($Key; if (-not $Shared) { $Name })) {
        $known = Get-JournalEntry $place
        if ($known.Sound) {
            $Entry.Was = $known.Was
            $Entry.Before = $known.Before
            $Entry.Made = @($known.Made + $Entry.Made | Sort-Object -Unique)
            break
        }
        if ($known -and $place -eq $Key) { $Entry.Replaced = $known.Text }
    }
    $text = ConvertTo-Json -Compress -Depth 4 -InputObject $Entry
    $null = New-ItemProperty -LiteralPath $journal -Name $Key -Value $text -PropertyType String -Force -ErrorAction Stop
}
