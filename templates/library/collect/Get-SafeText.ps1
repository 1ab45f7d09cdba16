# Text in ASCII, without what names a person: the folders below Users.
function Get-SafeText {
    param([string]$Text)
    $safe = $Text -replace '(?i)\b([a-z]:\\Users\\)[^\\"]+', '$1...' -replace '[^ -~]', '?'
    if ($safe.Length -gt 1000) { $safe.Substring(0, 1000) } else { $safe }
}
