# The whole report in one file, with nothing to load from elsewhere.
function Get-Page {
    param([object[]]$Results, $First, [string]$Version)
    $device = Get-Device
    $name = ConvertTo-Markup $device.name
    $counts = @(foreach ($status in 'UNHEALTHY', 'UNKNOWN', 'HEALTHY', 'NOT-APPLICABLE') {
            $count = @($Results | Where-Object { $_.Status -eq $status }).Count
            $class = $status.ToLowerInvariant()
            "<li class=`"$class`"><b>$count</b> $($class -replace '-', ' ')</li>"
        })
    $conclusion = @(Get-Conclusion -Results $Results -First $First | ForEach-Object { "<p>$(ConvertTo-Markup $_)</p>" })
    $chapters = @(foreach ($chapter in @($Results | ForEach-Object { $_.Chapter } | Select-Object -Unique)) {
            "<h2>$(ConvertTo-Markup $chapter)</h2>"
            '<table><thead><tr><th>Status</th><th>Rule</th><th>Finding</th></tr></thead><tbody>'
            $Results | Where-Object { $_.Chapter -eq $chapter } | ForEach-Object { Get-PageRow $_ }
            '</tbody></table>'
        })
    $page = @(
        '<!DOCTYPE html>'
        '<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Onboarding of $name</title>"
        '<style>'
        Get-PageStyle
        '</style></head><body>'
        "<h1>Onboarding of $name</h1>"
        "<small>Windows $(ConvertTo-Markup $device.windows), $($device.time),"
        "mderules $(ConvertTo-Markup $Version)</small>"
        "<section class=`"$(if ($First) { 'unhealthy' } else { 'healthy' })`">"
        $conclusion
        '</section><ul>'
        $counts
        '</ul>'
        $chapters
        '</body></html>'
    )
    $page -join "`r`n"
}
