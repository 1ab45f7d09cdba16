# A datum of an event, by position from 1 or by name; never read from the message, which is in the display language.
function Get-EventData {
    param($Entry, $Key)
    if ($Key -is [int]) {
        if ($Entry.Properties.Count -ge $Key) { "$($Entry.Properties[$Key - 1].Value)" }
        return
    }
    if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') { throw 'needs FullLanguage' }
    ([xml]$Entry.ToXml()).Event.EventData.Data | Where-Object { $_.Name -eq $Key } | ForEach-Object { "$($_.'#text')" }
}
