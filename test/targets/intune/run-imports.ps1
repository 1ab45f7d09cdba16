# Runs the import script against the tenant in memory, step by step, and writes what happened as JSON.
# PowerShell of the tests, not of the product.
param([string]$ScenarioFile, [string]$Folder, [string]$ModuleFile, [string]$ResultFile)

$ErrorActionPreference = 'Stop'
$script = Join-Path $Folder 'Import-Intune.ps1'
$results = foreach ($scenario in Get-Content -LiteralPath $ScenarioFile -Raw | ConvertFrom-Json) {
    Remove-Module -Name tenant -ErrorAction Ignore
    if ($scenario.module) { Import-Module -Name $ModuleFile -Global; New-Tenant }
    if ($scenario.prepare) { . ([scriptblock]::Create($scenario.prepare)) }
    $steps = @(foreach ($step in $scenario.steps) {
            if ($step.change) { . ([scriptblock]::Create($step.change)) }
            if ($scenario.module) { $global:Tenant.Requests.Clear() }
            $parameters = @{}
            foreach ($property in $step.parameters.PSObject.Properties) { $parameters[$property.Name] = $property.Value }
            $failure = $null
            $reports = @()
            try { & $script @parameters -OutVariable reports 3>$null 6>$null | Out-Null } catch { $failure = "$_" }
            [ordered]@{
                reports = @($reports)
                failure = $failure
                requests = @(if ($scenario.module) { $global:Tenant.Requests.ToArray() })
                waits = @(if ($scenario.module) { $global:Tenant.Waits.ToArray() })
                policies = @(if ($scenario.module) { @($global:Tenant.ComplianceScripts.Values) + @($global:Tenant.Policies.Values) | ConvertTo-Json -Depth 8 -AsArray | ConvertFrom-Json })
                # As it is now: later steps change it.
                scripts = @(if ($scenario.module) { $global:Tenant.Scripts.Values | ConvertTo-Json -Depth 8 -AsArray | ConvertFrom-Json })
                assignments = if ($scenario.module) { $global:Tenant.Assignments | ConvertTo-Json -Depth 8 | ConvertFrom-Json }
            }
        })
    [ordered]@{ name = $scenario.name; steps = $steps }
}
ConvertTo-Json -InputObject @($results) -Depth 12 | Set-Content -LiteralPath $ResultFile
