# Why nothing is changed: the guard of a rule does not hold, or is unknown. It is asked of the device alone: what the
# rule repaired before makes no events history for it.
function Get-Objection {
    param([hashtable]$Rule)
    if (-not $Rule.Guard) { return }
    $script:current = @{ Id = $Rule.Id }
    $test = & $Rule.Guard.Test
    $script:current = $Rule
    if ($test.Truth) { return }
    $lead = if ($null -eq $test.Truth) { 'where it is unknown whether this is so' } else { 'where this is not so' }
    "Nothing is changed ${lead}: $($Rule.Guard.Name) ($($test.Text))"
}
