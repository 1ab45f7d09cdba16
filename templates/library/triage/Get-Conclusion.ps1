# What to look at first and what to do about it, in sentences.
function Get-Conclusion {
    param([object[]]$Results, $First)
    $unknown = @($Results | Where-Object { $_.Status -eq 'UNKNOWN' }).Count
    if ($First) {
        "Look first at $($First.Rule): $($First.Title). Found: $($First.Finding)"
        if ($First.Advice) { "What to do: $($First.Advice)" }
    } else {
        'No rule that could be evaluated is unhealthy.'
    }
    if ($unknown -gt 0) { "$unknown could not be told; an elevated prompt may tell more." }
}
