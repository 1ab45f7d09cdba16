# One rule as a row of the page.
function Get-PageRow {
    param($Result)
    $class = $Result.Status.ToLowerInvariant()
    $more = if ($class -eq 'unhealthy' -and $Result.Advice) { "<p>$(ConvertTo-Markup $Result.Advice)</p>" }
    $repair = ConvertTo-Markup $Result.Repair
    if ($repair) { $more += "<p><b>$repair</b> $(ConvertTo-Markup $Result.Repaired)</p>" }
    # Of what is as it should be, what a fault would look like is no news.
    $found = $Result.Finding
    if ($class -in 'healthy', 'not-applicable') { $found = $found -replace ', expected [^;]*' }
    $about = "$(ConvertTo-Markup $Result.Rule), $(ConvertTo-Markup $Result.Severity)"
    "<tr class=`"$class`"><td><span>$($class -replace '-', ' ')</span></td>"
    "<td>$(ConvertTo-Markup $Result.Title)<small>$about</small></td>"
    "<td>$(ConvertTo-Markup $found)$more<small>$(ConvertTo-Markup $Result.Source)</small></td></tr>"
}
