# The part of the site in memory that answers for configuration items, baselines and scripts. Every change of an item
# or a baseline makes a new revision with another CI_ID, and an object of an earlier one is refused.

$desiredNamespace = 'http://schemas.microsoft.com/SystemsCenterConfigurationManager/2009/07/10/DesiredConfiguration'
$rulesNamespace = 'http://schemas.microsoft.com/SystemsCenterConfigurationManager/2009/06/14/Rules'

function New-Revision {
    param($Thing)
    $global:Site.LastId++
    $Thing.Id = $global:Site.LastId
    $Thing.Revision++
}

function Get-AnnotationXml {
    param([string] $Name, [string] $Description)
    "<Annotation xmlns=`"$rulesNamespace`"><DisplayName Text=`"$(Get-Escaped $Name)`" /><Description Text=`"$(Get-Escaped $Description)`" /></Annotation>"
}

function Get-ItemXml {
    param($Item)
    if ($Item.Xml) { return $Item.Xml }
    $settings = foreach ($setting in @($Item.Setting | Where-Object { $_ })) {
        $remediation = if ($setting.Remediation) { "<RemediationScriptBody ScriptType=`"PowerShell`">$(Get-Escaped $setting.Remediation)</RemediationScriptBody>" }
        "<SimpleSetting LogicalName=`"ScriptSetting_1`" DataType=`"$($setting.DataType)`">$(Get-AnnotationXml -Name $setting.Name)<ScriptDiscoverySource Is64Bit=`"$($setting.Is64Bit.ToString().ToLower())`"><DiscoveryScriptBody ScriptType=`"PowerShell`">$(Get-Escaped $setting.Discovery)</DiscoveryScriptBody>$remediation</ScriptDiscoverySource></SimpleSetting>"
    }
    $rules = foreach ($rule in @($Item.Rule | Where-Object { $_ })) {
        "<Rule xmlns=`"$rulesNamespace`" id=`"Rule_1`" Severity=`"$($rule.Severity)`" NonCompliantWhenSettingIsNotFound=`"$($rule.ReportNoncompliance.ToString().ToLower())`">$(Get-AnnotationXml -Name $rule.Name)<Expression><Operator>$($rule.Operator)</Operator><Operands><SettingReference SettingLogicalName=`"ScriptSetting_1`" Changeable=`"$($rule.Remediate.ToString().ToLower())`" /><ConstantValue Value=`"$(Get-Escaped $rule.ExpectedValue)`" DataType=`"String`" /></Operands></Expression></Rule>"
    }
    "<?xml version=`"1.0`" encoding=`"utf-16`"?><DesiredConfigurationDigest xmlns=`"$desiredNamespace`"><!--Authored against the following schema version: 5--><OperatingSystem LogicalName=`"$($Item.LogicalName)`" Version=`"$($Item.Revision)`">$(Get-AnnotationXml -Name $Item.Name -Description $Item.Description)<Settings><RootComplexSetting>$settings</RootComplexSetting></Settings><Rules>$rules</Rules></OperatingSystem></DesiredConfigurationDigest>"
}

function Get-BaselineXml {
    param($Baseline)
    $references = foreach ($name in $Baseline.Items) { "<OperatingSystemReference LogicalName=`"$name`" />" }
    "<?xml version=`"1.0`" encoding=`"utf-16`"?><DesiredConfigurationDigest xmlns=`"$desiredNamespace`"><Baseline LogicalName=`"$($Baseline.LogicalName)`" Version=`"$($Baseline.Revision)`">$(Get-AnnotationXml -Name $Baseline.Name -Description $Baseline.Description)<OperatingSystems>$references</OperatingSystems></Baseline></DesiredConfigurationDigest>"
}

function Get-ThingObject {
    param([string] $Class, $Thing)
    New-SiteObject -Type "IResultObject#$Class" -Properties ([ordered] @{ LocalizedDisplayName = $Thing.Name; CI_ID = $Thing.Id })
}

# What an object stands for: of the right class, and not of an earlier revision.
function Resolve-Thing {
    param($Object, [string] $Class)
    if (@($Object.PSObject.TypeNames) -notcontains "IResultObject#$Class") { throw "expected an $Class" }
    $things = if ($Class -eq 'SMS_ConfigurationBaselineInfo') { $global:Site.Baselines } else { $global:Site.Items }
    $thing = $things[$Object.LocalizedDisplayName]
    if ($Object.CI_ID -ne $thing.Id) { throw "The object is revision $($Object.CI_ID) of '$($thing.Name)', the site has $($thing.Id)." }
    $thing
}

# A site keeps other line ends than it was given.
function Get-KeptText {
    param([string] $Text)
    $Text.Replace("`r`n", "`n")
}

function Get-LiteralName {
    param($Bound)
    if (-not $Bound.DisableWildcardHandling) { throw 'The name could hold wildcards.' }
    if ($Bound.ContainsKey('ScriptName')) { $Bound.ScriptName } else { $Bound.Name }
}

function Invoke-ItemSite {
    param([string] $Cmdlet, [string] $Set, $Bound)
    $site = $global:Site
    $itemClass = 'SMS_ConfigurationItem'
    $baselineClass = 'SMS_ConfigurationBaselineInfo'
    switch ($Cmdlet) {
        'Get-CMConfigurationItem' {
            $item = $site.Items[(Get-LiteralName -Bound $Bound)]
            if ($item) { Get-ThingObject -Class $itemClass -Thing $item }
        }
        'Get-CMConfigurationItemXMLDefinition' { Get-ItemXml -Item (Resolve-Thing -Object $Bound.InputObject -Class $itemClass) }
        'New-CMConfigurationItem' {
            if ($Bound.CreationType -ne 'WindowsOS') { throw 'Only such an item goes where baselines keep those of operating systems.' }
            if ($site.Items.ContainsKey($Bound.Name)) { throw 'There is one of that name already.' }
            $item = @{ Name = $Bound.Name; Description = $Bound.Description; Setting = $null; Rule = $null; Revision = 0; Id = 0; Folder = ''; LogicalName = "OperatingSystem_$($Bound.Name)" }
            New-Revision -Thing $item
            $site.Items[$Bound.Name] = $item
            Get-ThingObject -Class $itemClass -Thing $item
        }
        'Set-CMConfigurationItem' {
            $item = Resolve-Thing -Object $Bound.InputObject -Class $itemClass
            $item.Description = $Bound.Description
            New-Revision -Thing $item
        }
        'Add-CMComplianceSettingScript' {
            $item = Resolve-Thing -Object $Bound.InputObject -Class $itemClass
            if ($item.Setting) { throw 'There is a setting of that name already.' }
            if ($Bound.Remediate -and -not $Bound.RemediationScriptText) { throw 'There is nothing to remediate with.' }
            $item.Setting = @{ Name = $Bound.Name; DataType = $Bound.DataType; Is64Bit = [bool] $Bound.Is64Bit; Discovery = Get-KeptText -Text $Bound.DiscoveryScriptText; Remediation = '' }
            if ($Bound.RemediationScriptText) { $item.Setting.Remediation = Get-KeptText -Text $Bound.RemediationScriptText }
            $item.Rule = @{
                Name = $Bound.RuleName; Severity = $Bound.NoncomplianceSeverity; ReportNoncompliance = [bool] $Bound.ReportNoncompliance; Remediate = [bool] $Bound.Remediate
                Operator = $Bound.ExpressionOperator -replace '^IsEquals$', 'Equals'; ExpectedValue = $Bound.ExpectedValue -join ', '
            }
            New-Revision -Thing $item
            'noise that the script must not pass on'
        }
        'Set-CMComplianceSettingScript' {
            $item = Resolve-Thing -Object $Bound.InputObject -Class $itemClass
            if ($item.Setting.Name -cne $Bound.SettingName) { throw 'There is no setting of that name.' }
            if ($Bound.ContainsKey('Is64Bit')) { $item.Setting.Is64Bit = $Bound.Is64Bit }
            if ($Bound.DiscoveryScriptText) { $item.Setting.Discovery = Get-KeptText -Text $Bound.DiscoveryScriptText }
            if ($Bound.RemediationScriptText) { $item.Setting.Remediation = Get-KeptText -Text $Bound.RemediationScriptText }
            if ($Bound.RemoveRemediationScript) {
                if ($Bound.RemediationScriptText) { throw 'A remediation script is either given or removed.' }
                if ($item.Rule.Remediate) { throw 'The rule remediates.' }
                $item.Setting.Remediation = ''
            }
            New-Revision -Thing $item
        }
        'Set-CMComplianceRuleValue' {
            $item = Resolve-Thing -Object $Bound.InputObject -Class $itemClass
            if ($site.KeepsRules) { return }
            if ($item.Rule.Name -cne $Bound.RuleName) { throw 'There is no rule of that name.' }
            if ($Bound.Remediate -and -not $item.Setting.Remediation) { throw 'There is nothing to remediate with.' }
            $item.Rule.Severity = $Bound.NoncomplianceSeverity
            $item.Rule.ReportNoncompliance = $Bound.ReportNoncompliance
            $item.Rule.Remediate = $Bound.Remediate
            $item.Rule.Operator = $Bound.ExpressionOperator -replace '^IsEquals$', 'Equals'
            $item.Rule.ExpectedValue = $Bound.ExpectedValue -join ', '
            New-Revision -Thing $item
        }
        'Get-CMBaseline' {
            $baseline = $site.Baselines[(Get-LiteralName -Bound $Bound)]
            if ($baseline) { Get-ThingObject -Class $baselineClass -Thing $baseline }
        }
        'Get-CMBaselineXMLDefinition' { Get-BaselineXml -Baseline (Resolve-Thing -Object $Bound.InputObject -Class $baselineClass) }
        'New-CMBaseline' {
            $baseline = @{ Name = $Bound.Name; Description = $Bound.Description; Items = @(); Revision = 0; Id = 0; Folder = ''; LogicalName = "Baseline_$($Bound.Name)" }
            New-Revision -Thing $baseline
            $site.Baselines[$Bound.Name] = $baseline
            Get-ThingObject -Class $baselineClass -Thing $baseline
        }
        'Set-CMBaseline' {
            $baseline = Resolve-Thing -Object $Bound.InputObject -Class $baselineClass
            $baseline.Description = $Bound.Description
            foreach ($id in @($Bound.AddOSConfigurationItem | Where-Object { $_ })) {
                $item = $site.Items.Values | Where-Object { $_.Id -eq $id }
                if (-not $item) { throw "There is no item $id." }
                if ($baseline.Items -contains $item.LogicalName) { throw "The baseline has $id already." }
                $baseline.Items += $item.LogicalName
            }
            foreach ($id in @($Bound.RemoveOSConfigurationItem | Where-Object { $_ })) {
                $item = $site.Items.Values | Where-Object { $_.Id -eq $id }
                if (-not $item) { throw "There is no item $id." }
                $baseline.Items = @($baseline.Items | Where-Object { $_ -ne $item.LogicalName })
            }
            New-Revision -Thing $baseline
        }
        'Get-CMScript' {
            $script = $site.Scripts[(Get-LiteralName -Bound $Bound)]
            if (-not $script) { return }
            $bytes = [System.Text.Encoding]::Unicode.GetPreamble() + [System.Text.Encoding]::Unicode.GetBytes($script.Text)
            New-SiteObject -Type 'IResultObject#SMS_Scripts' -Properties @{ ScriptName = $script.Name; Script = [System.Convert]::ToBase64String($bytes); ApprovalState = $script.Approval }
        }
        'New-CMScript' {
            $parameters = [System.Management.Automation.Language.Parser]::ParseInput($Bound.ScriptText, [ref] $null, [ref] $null).ParamBlock.Parameters
            if ($parameters.Count -gt 0) { throw 'New-CMScript supports only scripts that do not contain any parameter.' }
            $site.Scripts[$Bound.ScriptName] = @{ Name = $Bound.ScriptName; Text = $Bound.ScriptText; Approval = 0 }
        }
        'Set-CMScript' {
            $script = $site.Scripts[$Bound.InputObject.ScriptName]
            $script.Text = $Bound.ScriptText
            $script.Approval = 0
        }
        'New-CMSchedule' { New-SiteObject -Type 'IResultObject#SMS_ST_RecurInterval' -Properties @{ Set = $Set } }
        'Get-CMBaselineDeployment' {
            $baseline = Resolve-Thing -Object $Bound.InputObject -Class $baselineClass
            $site.BaselineDeployments | Where-Object { $_.Baseline -eq $baseline.Name -and $_.CollectionID -eq $Bound.CollectionId } | ForEach-Object {
                New-SiteObject -Type 'IResultObject#SMS_BaselineAssignment' -Properties @{ EnforcementEnabled = $_.Enforces }
            }
        }
        'New-CMBaselineDeployment' {
            $baseline = Resolve-Thing -Object $Bound.InputObject -Class $baselineClass
            $site.BaselineDeployments.Add(@{ Baseline = $baseline.Name; CollectionID = $Bound.CollectionId; Enforces = $Bound.EnableEnforcement; OverridesWindow = $Bound.OverrideServiceWindow })
        }
        'Set-CMBaselineDeployment' {
            if (-not $Bound.DisableWildcardHandling) { throw 'The name could hold wildcards.' }
            $deployment = $site.BaselineDeployments | Where-Object { $_.Baseline -eq $Bound.BaselineName -and $_.CollectionID -eq $Bound.CollectionId }
            if (-not $deployment) { throw 'There is no such deployment.' }
            $deployment.Enforces = $Bound.EnableEnforcement
        }
        default { throw "$Cmdlet is not expected" }
    }
}
