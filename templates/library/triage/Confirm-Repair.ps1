# Only a plain yes is one; where nobody can answer, nothing is repaired.
function Confirm-Repair {
    param([hashtable]$Rule, [string]$Found)
    $title = "$($Rule.Id): $($Rule.Title)"
    $question = "$title`n  found: $Found`n  the repair may change: $($Rule.Changes)`n  repair it? (y/N)"
    try {
        $answer = Read-Host -Prompt $question
        "$answer".Trim() -in 'y', 'yes'
    } catch {
        $false
    }
}
