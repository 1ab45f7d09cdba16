# What the journal has under a name, nothing where it has nothing. An entry that does not say what was before is not
# sound. Those of mderules 0.1.0 have no version, and say neither what was read nor what the fix left.
function Get-JournalEntry {
    param([string]$Name)
    $text = Get-RegistryData -Key "HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal" -Name $Name
    if ($null -eq $text) { return }
    $entry = $null
    try {
        if ("$text" -match '^\s*\{') { $entry = ConvertFrom-Json -InputObject "$text" }
    } catch {
        $entry = $null # No JSON.
    }
    $members = @($entry | ForEach-Object { $_.PSObject.Properties } | ForEach-Object { $_.Name })
    $isFirst = $members -notcontains 'Version'
    $wanted = if ($isFirst) { @('Before') } else { 'Was', 'Before', 'After' }
    $missing = @($wanted | Where-Object { $members -notcontains $_ })
    $was = if ($isFirst) { $entry.Before } else { $entry.Was }
    if ($isFirst -and $null -ne $was.Type) { $was = $was.Data }
    @{
        Text = "$text"
        Sound = $missing.Count -eq 0 -and ($isFirst -or $entry.Version -eq 2)
        IsFirst = $isFirst
        Each = $entry.Each
        Was = $was
        Before = $entry.Before
        After = $entry.After
        Made = @($entry.Made | Where-Object { $_ })
    }
}
