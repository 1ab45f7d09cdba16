# Runs import scripts against the site in memory, scenario by scenario, and writes what happened as JSON.
# PowerShell of the tests, not of the product: it needs PowerShell 7.
param([string] $ScenarioFile, [string] $StandInFile, [string] $SiteFile, [string] $ResultFile)

$ErrorActionPreference = 'Stop'
. $SiteFile
. (Join-Path (Split-Path $SiteFile) 'site-items.ps1')
$scratch = New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) "mderules-site-$PID")

# The provider CMSite does not exist here; its drive is a folder.
function global:Get-PSDrive {
    param([string] $Name, [ValidateSet('CMSite')] [string] $PSProvider, $ErrorAction)
    Microsoft.PowerShell.Management\Get-PSDrive -Name $Name -ErrorAction Ignore
}
function global:New-PSDrive {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param([string] $Name, [ValidateSet('CMSite')] [string] $PSProvider, [string] $Root)
    $global:Site.Provider = $Root
    if ($PSCmdlet.ShouldProcess($Name)) {
        Microsoft.PowerShell.Management\New-PSDrive -Name $Name -PSProvider FileSystem -Root $global:SiteRoot -Scope Global
    }
}
$global:SiteRoot = $scratch.FullName
$moduleFolder = New-Item -ItemType Directory -Path (Join-Path $scratch.FullName 'AdminConsole/bin/i386')
$consoleFolder = $moduleFolder.Parent.FullName
Copy-Item -LiteralPath $StandInFile -Destination (Join-Path $consoleFolder 'ConfigurationManager.psm1')
$functions = @(Select-String -LiteralPath $StandInFile -Pattern '^function (\S+)' | ForEach-Object { $_.Matches[0].Groups[1].Value })
New-ModuleManifest -Path (Join-Path $consoleFolder 'ConfigurationManager.psd1') -RootModule 'ConfigurationManager.psm1' -FunctionsToExport $functions

$ownModules = Join-Path $scratch.FullName 'modules'
$modulePath = $env:PSModulePath
$null = New-Item -ItemType Directory -Path (Join-Path $ownModules 'ConfigurationManager')
Copy-Item -Path (Join-Path $consoleFolder 'ConfigurationManager.ps*') -Destination (Join-Path $ownModules 'ConfigurationManager')

# As it is now: a later step changes the thing itself.
filter Copy-Thing { ConvertTo-Json -InputObject $_ -Depth 6 | ConvertFrom-Json -AsHashtable }

function Invoke-Step {
    param($Step, [string] $Script)
    if ($Step.change) { . ([scriptblock]::Create($Step.change)) }
    $global:Site.Calls = [System.Collections.Generic.List[object]]::new()
    $parameters = @{}
    foreach ($property in $Step.parameters.PSObject.Properties) { $parameters[$property.Name] = $property.Value }
    $before = (Get-Location).Path
    $failure = $null
    $warnings = @()
    $reports = @()
    try {
        & $Script @parameters -OutVariable reports -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
    }
    catch { $failure = $_.Exception.Message }
    $dump = [ordered] @{
        reports = @($reports | ForEach-Object { [ordered] @{ kind = $_.Kind; name = $_.Name; result = $_.Result; detail = $_.Detail; members = @($_.PSObject.Properties).Count } })
        warnings = @($warnings | ForEach-Object { $_.Message })
        failure = $failure
        calls = @($global:Site.Calls | ForEach-Object { $_ })
        back = $before -eq (Get-Location).Path
        provider = $global:Site.Provider
        applications = @($global:Site.Applications.Values | ForEach-Object {
                [ordered] @{ name = $_.Name; publisher = $_.Publisher; description = $_.Description; titles = $_.Titles; folder = $_.Folder; revision = $_.Revision
                    deploymentTypes = @($_.DeploymentTypes.Values | ForEach-Object {
                            [ordered] @{ name = $_.Name; install = $_.InstallCommand; uninstall = $_.UninstallCommand; logon = $_.LogonRequirementType; mode = $_.UserInteractionMode
                                minutes = $_.MaximumRuntimeMins; clauses = @($_.Clauses).Count; platforms = @($_.Requirements | ForEach-Object { if ($_.Expression.Platforms) { $_.Expression.Platforms } }); requires = @($_.Requirements | ForEach-Object { if ($_.Expression.ModelName) { $_.Name } }); exitCodes = $_.ExitCodes } }) } })
        deployments = @($global:Site.Deployments | ForEach-Object { $_ })
        items = @($global:Site.Items.Values | Sort-Object { $_.Name } | Copy-Thing)
        baselines = @($global:Site.Baselines.Values | Sort-Object { $_.Name } | Copy-Thing)
        scripts = @($global:Site.Scripts.Values | Sort-Object { $_.Name } | Copy-Thing)
        baselineDeployments = @($global:Site.BaselineDeployments | Copy-Thing)
    }
    Set-Location -LiteralPath $before
    $dump
}

try {
    $results = foreach ($scenario in Get-Content -LiteralPath $ScenarioFile -Raw | ConvertFrom-Json) {
        $global:Site = @{
            Code = 'ABC'; Applications = @{}; Deployments = [System.Collections.Generic.List[object]]::new(); Rules = 0; Provider = ''
            Conditions = @{}; Items = @{}; Baselines = @{}; Scripts = @{}; BaselineDeployments = [System.Collections.Generic.List[object]]::new(); LastId = 1000; KeepsRules = $false
            Folders = @('Application\Security', 'ConfigurationItem\Security', 'ConfigurationBaseline\Security', 'Application\Half'); KeepsClauses = $false; Refuses = ''; Calls = [System.Collections.Generic.List[object]]::new()
            Collections = @{ 'Pilot [1]' = @{ CollectionID = 'ABC00012'; MemberCount = 3 }; 'mderules pilot' = @{ CollectionID = 'ABC00013'; MemberCount = 2 } }
        }
        Remove-Module -Name ConfigurationManager -ErrorAction Ignore
        $env:SMS_ADMIN_UI_PATH = switch ($scenario.module) { 'console' { $moduleFolder.FullName } 'elsewhere' { '/nowhere/bin/i386' } default { '' } }
        $env:PSModulePath = if ($scenario.module -eq 'path') { $ownModules + [System.IO.Path]::PathSeparator + $modulePath } else { $modulePath }
        if ($scenario.module -eq 'loaded') { Import-Module -Name (Join-Path $consoleFolder 'ConfigurationManager.psd1') -Global }
        if ($scenario.drive) { $null = Microsoft.PowerShell.Management\New-PSDrive -Name ABC -PSProvider FileSystem -Root $global:SiteRoot -Scope Global }
        $start = (Get-Location).Path
        $steps = @($scenario.steps | ForEach-Object { Invoke-Step -Step $_ -Script $scenario.script })
        Set-Location -LiteralPath $start
        if (Microsoft.PowerShell.Management\Get-PSDrive -Name ABC -ErrorAction Ignore) { Remove-PSDrive -Name ABC -Scope Global }
        [ordered] @{ name = $scenario.name; steps = $steps }
    }
    ConvertTo-Json -InputObject @($results) -Depth 12 | Set-Content -LiteralPath $ResultFile
}
finally { Remove-Item -LiteralPath $scratch.FullName -Recurse -Force }
