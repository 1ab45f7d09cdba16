# Evaluates rules for a technician in front of the device, repairs what that person says yes to, and reports.
function Invoke-Triage {
    param([hashtable[]]$Rules, [object[]]$Events, [string]$Version, $Parameters)
    Initialize-Script -Events $Events -Option @() -Argument (ConvertTo-Argument $Parameters)
    # -File passes a list as one text.
    $wanted = @("$($Parameters.Rule -join ',')" -split ',' | ForEach-Object { $_.Trim() } | Where-Object { $_ })
    if ($wanted.Count -eq 0) { $wanted = @('*') }
    $chosen = $Rules | Where-Object { $id = $_.Id; @($wanted | Where-Object { $id -like $_ }).Count -gt 0 }
    $results = @(foreach ($rule in $chosen) { Test-Rule -Rule $rule -Fix ([bool]$Parameters.Fix) })
    $first = Get-FirstCause $results
    if ($Parameters.Html) {
        $page = Get-Page -Results $results -First $first -Version $Version
        Set-Content -LiteralPath $Parameters.Html -Value $page -Encoding UTF8 -Confirm:$false -WhatIf:$false
    }
    if ($Parameters.Json) {
        $report = [ordered]@{ mderules = $Version; device = Get-Device; first = $null; rules = $results }
        if ($first) { $report.first = $first.Rule }
        ConvertTo-Json -InputObject $report -Depth 5
    } else {
        Register-Table
        $results
        Write-Conclusion -Results $results -First $first
    }
}
