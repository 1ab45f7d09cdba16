# The worst status of all, how many rules have each, and what was found in those that need attention, by name as
# long as the line has room.
function Write-Summary {
    param([string]$Bundle, [object[]]$Results, [string[]]$Order, [string[]]$Attention)
    $counts = @($Order | ForEach-Object { $status = $_; @($Results | Where-Object { $_.Status -eq $status }).Count })
    $places = @(0..($Order.Count - 1) | Where-Object { $counts[$_] -gt 0 })
    $text = @($places | ForEach-Object { "$($counts[$_]) $($Order[$_].ToLowerInvariant())" }) -join ', '
    $told = @($Results | Where-Object { $_.Text })
    $named = @($Attention | ForEach-Object { $status = $_; $told | Where-Object { $_.Status -eq $status } })
    $room = if ($named.Count -gt 0) { [int](1800 / $named.Count) } else { 0 }
    $more = 0
    foreach ($result in $named) {
        $name = "$($result.Status) $($result.Id)"
        $found = "$($result.Text)" -replace '[^ -~]', '?' -replace '\|', '/'
        $length = $room - $name.Length - 4
        if ($length -lt 40) { $length = 40 }
        if ($found.Length -gt $length) { $found = $found.Substring(0, $length - 3) + '...' }
        $isFull = $more -gt 0 -or $text.Length + $name.Length + $found.Length -gt 1920
        if ($isFull) { $more++ } else { $text += " | $name $found" }
    }
    if ($more -gt 0) { $text += " | $more more" }
    Write-Report -Id $Bundle -Result @{ Status = $Order[$places[0]]; Text = $text }
}
