<#
.SYNOPSIS
Creates or updates everything that mderules made for Configuration Manager.

.DESCRIPTION
Run this in Windows PowerShell 5.1 on a computer with the Configuration Manager console, version 2111 or later, in the
folder that the build wrote, which may be on a share. It reads the scripts beside it, holds them against the digests in
manifest.json one folder up, and brings the site into this shape:

    applications            1, each by its own Import-Application.ps1
    configuration items     3, one for each rule, named 'mderules <rule>'
    configuration baseline  'mderules (error)' with 1 items
    configuration baseline  'mderules (warning)' with 1 items
    configuration baseline  'mderules (information)' with 1 items
    scripts of Run Scripts  none, unless -RunScript names rules

What is there and right is left alone, so a second run changes nothing, and the version of an item rises only where
its content changed. Items that others put into a baseline stay. Nothing is deployed unless -Deploy is given, and
nothing is repaired unless -Enforce is given too.

To pilot: run with -WhatIf, then without; make a device collection 'mderules pilot' of a few devices; run with
-Deploy, and look at the compliance of the baselines; then run with -Deploy -Enforce. When it did what it should,
deploy to the real collection with -CollectionName.

To go back: delete the deployments, then the baselines, then the items, in the console or with Remove-CMBaseline and
Remove-CMConfigurationItem. What a remediation changed on a device is put back by its Undo.ps1, see -RunScript.

.PARAMETER SiteCode
The three characters of the site, for example ABC.

.PARAMETER ProviderMachineName
The computer of the SMS Provider, usually the site server. Needed where the module has not made the site's drive.

.PARAMETER Folder
The console folder that new objects are put in, for example Security\Onboarding. It has to exist below Applications,
Configuration Items and Configuration Baselines, as far as something is imported there. What is there already stays
where it is.

.PARAMETER Rule
The rules and applications to import, by their names. All, unless given.

.PARAMETER RunScript
Rules whose scripts are put into Run Scripts too: Discover, and where there are any Remediate and Undo. They run only
where someone who did not write them approved them in the console, and started them there.

.PARAMETER Deploy
Deploys the baselines to the collection, evaluated once a day, and makes the applications available to it.

.PARAMETER CollectionName
The device collection to deploy to. It has to exist.

.PARAMETER Enforce
Lets the deployments of the baselines run the remediation scripts on devices that are not compliant.

.PARAMETER Unchecked
Imports scripts that differ from what the build wrote, or that no manifest vouches for. Scripts that the build itself
signed (--sign-command) need no such thing.

.EXAMPLE
.\Import-ConfigMgr.ps1 -SiteCode ABC -ProviderMachineName cm01.contoso.com -WhatIf

Shows what would be created or changed.

.EXAMPLE
.\Import-ConfigMgr.ps1 -SiteCode ABC -Deploy

Creates or updates everything and shows the compliance of the devices in the collection 'mderules pilot'.

.OUTPUTS
One object for each thing looked at: Kind, Name, Result (Created, Updated, Unchanged, Incomplete, or Skipped with
-WhatIf or where you said no) and Detail.

.NOTES
Made by mderules 0.1.0.
#>
[CmdletBinding(SupportsShouldProcess = $true)]
[OutputType([psobject])]
param(
    [Parameter(Mandatory = $true)]
    [ValidatePattern('^[A-Za-z0-9]{3}$')]
    [string] $SiteCode,

    [string] $ProviderMachineName,

    [string] $Folder,

    [string[]] $Rule = @(),

    [string[]] $RunScript = @(),

    [switch] $Deploy,

    [string] $CollectionName = 'mderules pilot',

    [switch] $Enforce,

    [switch] $Unchecked
)

$ErrorActionPreference = 'Stop'

# ---- What is wanted ----
$compliant = 'Compliant'
$applications = @(
    'start-sense-on-new-devices'
)
$items = @(
    @{
        Rule = 'long-wait'
        Name = 'mderules long-wait'
        Description = 'The sensor is running (sample, start-type)'
        Severity = 'Critical'
        Baseline = 'mderules (error)'
        Repairs = $true
        Undoes = $true
        Note = 'its remediation may wait 2 minutes'
    }
    @{
        Rule = 'start-type'
        Name = 'mderules start-type'
        Description = 'The diagnostic data service starts automatically (sample, start-type)'
        Severity = 'Warning'
        Baseline = 'mderules (warning)'
        Repairs = $true
        Undoes = $true
        Note = ''
    }
    @{
        Rule = 'only-look'
        Name = 'mderules only-look'
        Description = 'No device waits for a restart (sample, start-type)'
        Severity = 'Informational'
        Baseline = 'mderules (information)'
        Repairs = $false
        Undoes = $false
        Note = ''
    }
)
$baselines = @(
    @{ Name = 'mderules (error)'; Description = 'Onboarding to Microsoft Defender for Endpoint: rules of the severity error.' }
    @{ Name = 'mderules (warning)'; Description = 'Onboarding to Microsoft Defender for Endpoint: rules of the severity warning.' }
    @{ Name = 'mderules (information)'; Description = 'Onboarding to Microsoft Defender for Endpoint: rules of the severity information.' }
)

# ---- Reading and reporting ----
function Get-NodeText {
    param([System.Xml.XmlNode] $Node, [string] $Path)
    $steps = foreach ($step in $Path.Split('/')) { "*[local-name()='$step']" }
    $found = $Node.SelectSingleNode($steps -join '/')
    if ($null -ne $found) { $found.InnerText } else { '' }
}

function ConvertTo-Report {
    param([string] $Kind, [string] $Name, [string] $Result, [string] $Detail)
    $properties = [ordered] @{ Kind = $Kind; Name = $Name; Result = $Result; Detail = $Detail }
    New-Object -TypeName PSObject -Property $properties
}

# ---- What the site has: read from its own definitions of items and baselines ----
function Get-SiteObject {
    param([string] $Kind, [string] $Name)
    $find = @{ Name = $Name; DisableWildcardHandling = $true; Fast = $true }
    $found = @(if ($Kind -eq 'Baseline') { Get-CMBaseline @find } else { Get-CMConfigurationItem @find })
    if ($found.Count -gt 1) { throw "The site has $($found.Count) objects of the name '$Name'." }
    if ($found.Count -eq 1) { $found[0] }
}

# The element that describes the object, below the root of its definition.
function Get-Definition {
    param([string] $Kind, [object] $Object)
    if ($null -eq $Object) { return }
    $text = if ($Kind -eq 'Baseline') { Get-CMBaselineXMLDefinition -InputObject $Object }
    else { Get-CMConfigurationItemXMLDefinition -InputObject $Object }
    $document = [xml] $text
    $document.DocumentElement.SelectSingleNode('*[@LogicalName]')
}

function Get-AttributeText {
    param([System.Xml.XmlNode] $Node, [string] $Path)
    if ($null -eq $Node) { return '' }
    $found = $Node.SelectSingleNode($Path)
    if ($null -ne $found) { $found.Value } else { '' }
}

function Get-DescriptionText {
    param([System.Xml.XmlNode] $Node)
    Get-AttributeText -Node $Node -Path "*[local-name()='Annotation']/*[local-name()='Description']/@Text"
}

# The setting or the rule of a name.
function Get-NamedNode {
    param([System.Xml.XmlNode] $Node, [string] $Element, [string] $Name)
    if ($null -eq $Node) { return }
    foreach ($candidate in $Node.SelectNodes(".//*[local-name()='$Element']")) {
        $path = "*[local-name()='Annotation']/*[local-name()='DisplayName']/@Text"
        if ((Get-AttributeText -Node $candidate -Path $path) -ceq $Name) { return $candidate }
    }
}

$ruleProperties = 'Severity', 'ReportNoncompliance', 'Operator', 'ExpectedValue', 'Remediate'

# Scripts are the same whatever line ends a definition keeps.
function Get-PlainText {
    param([string] $Text)
    ($Text -replace "`r`n?", "`n").TrimEnd()
}

# The names of what is not as wanted: everything where there is no item yet.
function Get-ItemDifference {
    param([hashtable] $Item, [System.Xml.XmlNode] $Definition)
    if ($Item.Description -cne (Get-DescriptionText -Node $Definition)) { 'Description' }
    $setting = Get-NamedNode -Node $Definition -Element 'SimpleSetting' -Name $Item.Name
    if ($null -eq $setting) { return 'Setting' }
    $source = $setting.SelectSingleNode("*[local-name()='ScriptDiscoverySource']")
    if ($null -eq $source -or $setting.DataType -ne 'String') { return 'Another setting' }
    if ($source.Is64Bit -ne 'true') { 'Is64Bit' }
    foreach ($script in 'Discovery', 'Remediation') {
        $there = Get-PlainText -Text (Get-NodeText -Node $source -Path "$($script)ScriptBody")
        if ($there -cne (Get-PlainText -Text $Item[$script].Text)) { $script }
    }
    $rule = Get-NamedNode -Node $Definition -Element 'Rule' -Name $Item.Name
    if ($null -eq $rule) { return 'Rule' }
    $wanted = [ordered] @{
        Severity = $Item.Severity
        ReportNoncompliance = 'true'
        Operator = 'Equals'
        ExpectedValue = $compliant
        Remediate = "$($Item.Repairs)"
    }
    $operands = ".//*[local-name()='Operands']/*[local-name()="
    $there = @{
        Severity = $rule.Severity
        ReportNoncompliance = $rule.NonCompliantWhenSettingIsNotFound
        Operator = Get-AttributeText -Node $rule -Path "*[local-name()='Expression']/*[local-name()='Operator']/text()"
        ExpectedValue = Get-AttributeText -Node $rule -Path "$operands'ConstantValue']/@Value"
        Remediate = Get-AttributeText -Node $rule -Path "$operands'SettingReference']/@Changeable"
    }
    foreach ($property in $wanted.Keys) {
        if ($wanted[$property] -ne $there[$property]) { $property }
    }
}

# The logical names of the items that a baseline holds.
function Get-BaselineItem {
    param([System.Xml.XmlNode] $Definition)
    if ($null -eq $Definition) { return }
    $path = "*[local-name()='OperatingSystems']/*[local-name()='OperatingSystemReference']/@LogicalName"
    foreach ($name in $Definition.SelectNodes($path)) { $name.Value }
}

# The site keeps the text of a script as UTF-16 in base64.
function Get-ScriptText {
    param([object] $Object)
    try { $text = [System.Text.Encoding]::Unicode.GetString([System.Convert]::FromBase64String($Object.Script)) }
    catch { $text = "$($Object.Script)" }
    Get-PlainText -Text $text.TrimStart([char] 0xFEFF)
}

# ---- What the parameters ask for ----
if (-not $Deploy -and ($Enforce -or $PSBoundParameters.ContainsKey('CollectionName'))) {
    throw '-CollectionName and -Enforce need -Deploy: without it nothing is deployed.'
}
$rules = @($items | ForEach-Object { $_.Rule })
foreach ($name in $Rule) {
    if ($rules + $applications -notcontains $name) { throw "There is no rule or application '$name' here." }
}
foreach ($name in $RunScript) {
    if ($rules -notcontains $name) { throw "There is no rule '$name' with scripts here." }
}
$toRun = @($items | Where-Object { $RunScript -contains $_.Rule })
if ($Rule.Count -gt 0) {
    $applications = @($applications | Where-Object { $Rule -contains $_ })
    $items = @($items | Where-Object { $Rule -contains $_.Rule })
}
# Read before anything is changed, and each file once: what was held against the manifest is what the site gets. The
# paths are those of .NET, because a share has no path on the site's drive.
$manifest = ''
if (-not $Unchecked) {
    $manifestFile = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($PSScriptRoot), 'manifest.json')
    if (-not [System.IO.File]::Exists($manifestFile)) {
        throw "There is no $manifestFile to hold the scripts against. Copy the whole output folder, or use -Unchecked."
    }
    $manifest = [System.IO.File]::ReadAllText($manifestFile)
}

# The text of a file below this folder, as the build wrote it.
function Get-BuiltText {
    param([string[]] $Parts)
    $file = [System.IO.Path]::Combine([string[]] (@($PSScriptRoot) + $Parts))
    $bytes = [System.IO.File]::ReadAllBytes($file)
    if (-not $Unchecked) {
        $path = [regex]::Escape((@('configmgr') + $Parts) -join '/')
        if ($manifest -notmatch "`"path`":\s*`"$path`",\s*`"sha256`":\s*`"([0-9a-f]{64})`"") {
            throw "manifest.json does not know $file. Nothing was changed. Build again, or use -Unchecked."
        }
        $digest = $Matches[1]
        $found = [System.BitConverter]::ToString([System.Security.Cryptography.SHA256]::Create().ComputeHash($bytes))
        if (($found -replace '-') -ne $digest) {
            throw "$file is not as the build wrote it. Nothing was changed. Build again, or use -Unchecked."
        }
    }
    [System.Text.Encoding]::UTF8.GetString($bytes).TrimStart([char] 0xFEFF)
}

foreach ($application in $applications) {
    $null = Get-BuiltText -Parts $application, 'Import-Application.ps1'
}
foreach ($item in $items + $toRun) {
    $names = [ordered] @{ Discovery = 'Discover' }
    if ($item.Repairs) { $names.Remediation = 'Remediate' }
    if ($item.Undoes) { $names.Undo = 'Undo' }
    $item.Remediation = @{ Text = '' }
    foreach ($script in $names.Keys) {
        $text = Get-BuiltText -Parts 'items', $item.Rule, "$($names[$script]).ps1"
        $item[$script] = @{ Verb = $names[$script]; Text = $text }
    }
}

# ---- The module and the site's drive ----
if (-not (Get-Module -Name ConfigurationManager)) {
    # Where the console is: as it says itself, as its setup wrote down, where it is by default; or the module path.
    $setup = 'Registry::HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Microsoft\ConfigMgr10\Setup'
    $setupFolder = (Get-ItemProperty -LiteralPath $setup -ErrorAction SilentlyContinue).'UI Installation Directory'
    $programFolder = ${env:ProgramFiles(x86)}
    $folders = @(
        if ($env:SMS_ADMIN_UI_PATH) { [System.IO.Path]::GetDirectoryName($env:SMS_ADMIN_UI_PATH.TrimEnd('\', '/')) }
        if ($setupFolder) { [System.IO.Path]::Combine($setupFolder, 'bin') }
        if ($programFolder) {
            foreach ($product in 'Microsoft Endpoint Manager', 'Microsoft Configuration Manager') {
                [System.IO.Path]::Combine($programFolder, $product, 'AdminConsole', 'bin')
            }
        }
    )
    $places = @($folders | ForEach-Object { [System.IO.Path]::Combine($_, 'ConfigurationManager.psd1') })
    $moduleFile = $places | Where-Object { [System.IO.File]::Exists($_) } | Select-Object -First 1
    if (-not $moduleFile -and (Get-Module -Name ConfigurationManager -ListAvailable)) { $moduleFile = 'ConfigurationManager' }
    if (-not $moduleFile) {
        $looked = if ($places.Count -gt 0) { " It is not in $($places -join ', ')." } else { '' }
        throw "The ConfigurationManager module was not found: the Configuration Manager console is not installed here.$looked"
    }
    Import-Module -Name $moduleFile -Verbose:$false
}
if (-not (Get-PSDrive -Name $SiteCode -PSProvider CMSite -ErrorAction SilentlyContinue)) {
    if (-not $ProviderMachineName) {
        throw "There is no drive of the site $SiteCode. Name the SMS Provider with -ProviderMachineName."
    }
    # Also with -WhatIf: without the drive nothing can be looked at. It goes when this script ends.
    $null = New-PSDrive -Name $SiteCode -PSProvider CMSite -Root $ProviderMachineName -WhatIf:$false -Confirm:$false
}

Push-Location -Path "$($SiteCode):\"
try {
    # What the parameters name has to be there before anything is changed.
    $collection = $null
    if ($Deploy) {
        $collection = Get-CMCollection -Name $CollectionName -CollectionType Device -DisableWildcardHandling
        if ($null -eq $collection) { throw "There is no device collection '$CollectionName'. Nothing was changed." }
    }
    if ($Folder) {
        $places = @(
            if ($applications.Count -gt 0) { 'Application' }
            if ($items.Count -gt 0) { 'ConfigurationItem', 'ConfigurationBaseline' }
        )
        foreach ($place in $places) {
            if (Get-CMFolder -FolderPath "$place\$Folder") { continue }
            throw "There is no folder '$Folder' below $place. Nothing was changed."
        }
    }

    # ---- Applications: their own scripts know how ----
    $common = @{ SiteCode = $SiteCode; WhatIf = [bool] $WhatIfPreference }
    if ($ProviderMachineName) { $common.ProviderMachineName = $ProviderMachineName }
    if ($Folder) { $common.Folder = $Folder }
    if ($Deploy) { $common.CollectionName = $CollectionName }
    foreach ($application in $applications) {
        # From the drive of the site, a script on a share cannot be started.
        Push-Location -LiteralPath "Microsoft.PowerShell.Core\FileSystem::$PSScriptRoot"
        $import = [System.IO.Path]::Combine($PSScriptRoot, $application, 'Import-Application.ps1')
        try { & $import @common }
        finally { Pop-Location }
    }

    # ---- Configuration items ----
    $incomplete = @()
    foreach ($item in $items) {
        $name = $item.Name
        $object = Get-SiteObject -Kind 'Item' -Name $name
        $definition = Get-Definition -Kind 'Item' -Object $object
        $differences = @(Get-ItemDifference -Item $item -Definition $definition)
        $detail = @()
        $result = 'Unchanged'
        if ($differences.Count -gt 0) {
            $verb = 'Create'
            $action = 'Create configuration item'
            if ($null -ne $object) {
                $verb = 'Update'
                $detail = $differences
                $action = "Update configuration item: $($detail -join ', ')"
            }
            $result = 'Skipped'
            if ($PSCmdlet.ShouldProcess($name, $action)) {
                if ($null -eq $object) {
                    $new = @{ CreationType = 'WindowsOS'; Name = $name; Description = $item.Description }
                    $object = New-CMConfigurationItem @new -Confirm:$false
                    if ($Folder) {
                        $path = "$($SiteCode):\ConfigurationItem\$Folder"
                        Move-CMObject -InputObject $object -FolderPath $path -Confirm:$false
                    }
                }
                elseif ($differences -contains 'Description') {
                    Set-CMConfigurationItem -InputObject $object -Description $item.Description -Confirm:$false
                }
                $scripts = @{ DiscoveryScriptLanguage = 'PowerShell'; DiscoveryScriptText = $item.Discovery.Text }
                if ($item.Repairs) {
                    $scripts.RemediationScriptLanguage = 'PowerShell'
                    $scripts.RemediationScriptText = $item.Remediation.Text
                }
                $test = @{
                    RuleName = $name
                    ExpressionOperator = 'IsEquals'
                    ExpectedValue = $compliant
                    NoncomplianceSeverity = $item.Severity
                    Confirm = $false
                }
                if ($differences -contains 'Setting') {
                    $setting = @{ Name = $name; DataType = 'String'; Is64Bit = $true; Remediate = $item.Repairs }
                    $target = @{ InputObject = Get-SiteObject -Kind 'Item' -Name $name }
                    $null = Add-CMComplianceSettingScript @target @setting @scripts @test -ValueRule -ReportNoncompliance
                }
                else {
                    # A rule that repairs needs a script to do so: it is set after the script, and unset before.
                    $steps = @('Setting', 'Rule')
                    if (-not $item.Repairs) { $steps = @('Rule', 'Setting') }
                    foreach ($step in $steps) {
                        # Each change makes a new revision, so each takes the object as it is now.
                        $target = @{ InputObject = Get-SiteObject -Kind 'Item' -Name $name }
                        if ($step -eq 'Setting') {
                            $changed = @($differences | Where-Object { 'Discovery', 'Remediation', 'Is64Bit' -contains $_ })
                            if ($changed.Count -eq 0) { continue }
                            $remove = -not $item.Repairs -and $differences -contains 'Remediation'
                            $setting = @{ SettingName = $name; Is64Bit = $true; RemoveRemediationScript = $remove }
                            $null = Set-CMComplianceSettingScript @target @setting @scripts -Confirm:$false
                        }
                        else {
                            $changed = @($differences | Where-Object { $ruleProperties -contains $_ })
                            if ($changed.Count -eq 0) { continue }
                            $flags = @{ Remediate = $item.Repairs; ReportNoncompliance = $true }
                            $null = Set-CMComplianceRuleValue @target @test @flags
                        }
                    }
                }

                # A site may not take everything. Then this says so.
                $object = Get-SiteObject -Kind 'Item' -Name $name
                $definition = Get-Definition -Kind 'Item' -Object $object
                $differences = @(Get-ItemDifference -Item $item -Definition $definition)
                $result = "$($verb)d"
                if ($differences.Count -gt 0) {
                    $detail = $differences
                    $result = 'Incomplete'
                    $incomplete += $name
                    Write-Warning -Message "The item '$name' still differs in: $($detail -join ', '). See the console."
                }
            }
        }
        if ($null -ne $object) {
            $item.Id = [string] $object.CI_ID
            $item.LogicalName = $definition.LogicalName
        }
        if ($item.Note) { $detail = @($detail) + $item.Note }
        ConvertTo-Report -Kind 'ConfigurationItem' -Name $name -Result $result -Detail ($detail -join ', ')
    }

    # ---- Baselines ----
    $deployable = @()
    foreach ($baseline in $baselines) {
        $name = $baseline.Name
        $own = @($items | Where-Object { $_.Baseline -eq $name })
        $object = Get-SiteObject -Kind 'Baseline' -Name $name
        $definition = Get-Definition -Kind 'Baseline' -Object $object
        $there = @(Get-BaselineItem -Definition $definition)
        $missing = @($own | Where-Object { $there -notcontains $_.LogicalName })
        # An item whose rule changed its severity.
        $moved = @($items | Where-Object { $_.Baseline -ne $name -and $there -contains $_.LogicalName })
        if ($own.Count -eq 0 -and $moved.Count -eq 0) { continue }
        $detail = @(
            if ($null -ne $object -and (Get-DescriptionText -Node $definition) -cne $baseline.Description) { 'Description' }
            if ($missing.Count -gt 0) { "$($missing.Count) items added" }
            if ($moved.Count -gt 0) { "$($moved.Count) items removed" }
        )
        $result = 'Unchanged'
        if ($detail.Count -gt 0) {
            $verb = if ($null -eq $object) { 'Create' } else { 'Update' }
            $result = 'Skipped'
            if ($PSCmdlet.ShouldProcess($name, "$verb configuration baseline: $($detail -join ', ')")) {
                if ($null -eq $object) {
                    $object = New-CMBaseline -Name $name -Description $baseline.Description -Confirm:$false
                    if ($Folder) {
                        $path = "$($SiteCode):\ConfigurationBaseline\$Folder"
                        Move-CMObject -InputObject $object -FolderPath $path -Confirm:$false
                    }
                }
                $changes = @{ Description = $baseline.Description }
                # An item that you said no to is not there to be added.
                $add = @($missing | Where-Object { $_.Id } | ForEach-Object { $_.Id })
                $remove = @($moved | ForEach-Object { $_.Id })
                if ($add.Count -gt 0) { $changes.AddOSConfigurationItem = $add }
                if ($remove.Count -gt 0) { $changes.RemoveOSConfigurationItem = $remove }
                $target = @{ InputObject = Get-SiteObject -Kind 'Baseline' -Name $name }
                $null = Set-CMBaseline @target @changes -Confirm:$false
                $object = Get-SiteObject -Kind 'Baseline' -Name $name
                $there = @(Get-BaselineItem -Definition (Get-Definition -Kind 'Baseline' -Object $object))
                $result = "$($verb)d"
                $wrong = @($own | Where-Object { $there -notcontains $_.LogicalName })
                $wrong += @($moved | Where-Object { $there -contains $_.LogicalName })
                if ($wrong.Count -gt 0) {
                    $detail = @("$($wrong.Count) items are not as they should be")
                    $result = 'Incomplete'
                    $incomplete += $name
                    Write-Warning -Message "The baseline '$name' still differs in $($wrong.Count) items. See the console."
                }
            }
        }
        $deployable += @{ Name = $name; Object = $object }
        ConvertTo-Report -Kind 'ConfigurationBaseline' -Name $name -Result $result -Detail ($detail -join ', ')
    }

    # ---- Run Scripts, where they are asked for ----
    foreach ($item in $toRun) {
        foreach ($script in 'Discovery', 'Remediation', 'Undo') {
            if (-not $item[$script] -or -not $item[$script].Text) { continue }
            $name = "$($item.Name) $($item[$script].Verb)"
            $text = $item[$script].Text
            # Without -Fast, because the text is a lazy property; the cmdlet warns of that.
            $find = @{ ScriptName = $name; DisableWildcardHandling = $true; WarningAction = 'SilentlyContinue' }
            $object = Get-CMScript @find
            $result = 'Unchanged'
            if ($null -eq $object) {
                $result = 'Skipped'
                if ($PSCmdlet.ShouldProcess($name, 'Create script')) {
                    $null = New-CMScript -ScriptName $name -ScriptText $text -Fast -Confirm:$false
                    $result = 'Created'
                }
            }
            elseif ((Get-ScriptText -Object $object) -cne (Get-PlainText -Text $text)) {
                $result = 'Skipped'
                if ($PSCmdlet.ShouldProcess($name, 'Update script, which has to be approved again')) {
                    $null = Set-CMScript -InputObject $object -ScriptText $text -Confirm:$false
                    $result = 'Updated'
                }
            }
            $approved = $result -eq 'Unchanged' -and $object.ApprovalState -eq 3
            $detail = if ($approved) { 'approved' } else { 'waits for approval' }
            ConvertTo-Report -Kind 'Script' -Name $name -Result $result -Detail $detail
        }
    }

    # ---- Deployments, where they are asked for ----
    if ($Deploy) {
        if ($incomplete.Count -gt 0) { throw "No baseline was deployed, because of: $($incomplete -join ', ')." }
        $where = "$CollectionName ($($collection.MemberCount) devices)"
        foreach ($baseline in $deployable) {
            $name = $baseline.Name
            $existing = $null
            if ($null -ne $baseline.Object) {
                $find = @{ InputObject = $baseline.Object; CollectionId = $collection.CollectionID; Fast = $true }
                $existing = Get-CMBaselineDeployment @find
            }
            $enforces = $null -ne $existing -and $existing.EnforcementEnabled
            $result = 'Unchanged'
            if ($null -eq $existing) {
                $result = 'Skipped'
                $action = if ($Enforce) { "Deploy '$name' with remediation" } else { "Deploy '$name' without remediation" }
                if ($PSCmdlet.ShouldProcess($where, $action) -and $null -ne $baseline.Object) {
                    $daily = @{ DurationInterval = 'Days'; DurationCount = 0; RecurInterval = 'Days'; RecurCount = 1 }
                    $deployment = @{
                        InputObject = $baseline.Object
                        CollectionId = $collection.CollectionID
                        EnableEnforcement = [bool] $Enforce
                        OverrideServiceWindow = $false
                        Schedule = New-CMSchedule @daily
                        Confirm = $false
                    }
                    $null = New-CMBaselineDeployment @deployment
                    $result = 'Created'
                }
                $enforces = [bool] $Enforce
            }
            elseif ($Enforce -and -not $enforces) {
                $result = 'Skipped'
                if ($PSCmdlet.ShouldProcess($where, "Let the deployment of '$name' remediate")) {
                    $target = @{ BaselineName = $name; CollectionId = $collection.CollectionID; Confirm = $false }
                    $null = Set-CMBaselineDeployment @target -EnableEnforcement $true -DisableWildcardHandling
                    $result = 'Updated'
                }
                $enforces = $true
            }
            $detail = if ($enforces) { "$name, with remediation" } else { "$name, without remediation" }
            ConvertTo-Report -Kind 'Deployment' -Name $CollectionName -Result $result -Detail $detail
        }
    }
}
finally {
    Pop-Location
}
