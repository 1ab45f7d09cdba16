# A site in memory that answers the stand-in cmdlets. It is strict where Configuration Manager is: cmdlets need the
# site's drive, an object that is not the newest revision is refused, a clause serves one deployment type only.

class OperatingSystemExpression {
    [string[]] $Platforms
}

# A reference to a global condition, how many instances of which there have to be.
class Expression {
    [string] $ModelName
    [string] $Operator
}

function Get-Escaped {
    param([string] $Text)
    [System.Security.SecurityElement]::Escape($Text)
}

function New-SiteObject {
    param([string] $Type, [System.Collections.IDictionary] $Properties)
    $object = [pscustomobject] $Properties
    $object.PSObject.TypeNames.Insert(0, $Type)
    $object
}

function Get-PackageXml {
    param($Application)
    if ($Application.Xml) { return $Application.Xml }
    $digest = 'http://schemas.microsoft.com/SystemCenterConfigurationManager/2009/AppMgmtDigest'
    $rules = 'http://schemas.microsoft.com/SystemsCenterConfigurationManager/2009/06/14/Rules'
    $desired = 'http://schemas.microsoft.com/SystemsCenterConfigurationManager/2009/07/10/DesiredConfiguration'
    $infos = foreach ($language in $Application.Titles.Keys) {
        "<Info Language=`"$language`"><Title>$(Get-Escaped $Application.Titles[$language])</Title></Info>"
    }
    $types = foreach ($type in $Application.DeploymentTypes.Values) {
        $requirements = foreach ($rule in $type.Requirements) {
            if ($rule.Expression -is [Expression]) {
                $scope, $logicalName = $rule.Expression.ModelName.Split('/')
                "<Rule xmlns=`"$rules`" id=`"$($rule.RuleId)`"><Annotation><DisplayName Text=`"$(Get-Escaped $rule.Name)`" /></Annotation><Expression><Operator>$($rule.Expression.Operator)</Operator><Operands><GlobalSettingReference AuthoringScopeId=`"$scope`" LogicalName=`"$logicalName`" Method=`"Count`" /><ConstantValue Value=`"0`" DataType=`"Int64`" /></Operands></Expression></Rule>"
                continue
            }
            $ids = foreach ($id in $rule.Expression.Platforms) { "<RuleExpression RuleId=`"$(Get-Escaped $id)`" />" }
            "<Rule xmlns=`"$rules`" id=`"Rule_1`"><OperatingSystemExpression><Operator>OneOf</Operator><Operands>$ids</Operands></OperatingSystemExpression></Rule>"
        }
        $settings = foreach ($clause in $type.Clauses) {
            "<SimpleSetting xmlns=`"$desired`" LogicalName=`"$($clause.LogicalName)`" DataType=`"$($clause.DataType)`"><RegistryDiscoverySource Hive=`"HKEY_LOCAL_MACHINE`" Depth=`"Base`" Is64Bit=`"$($clause.Is64Bit.ToString().ToLower())`"><Key>$(Get-Escaped $clause.Key)</Key><ValueName>$(Get-Escaped $clause.ValueName)</ValueName></RegistryDiscoverySource></SimpleSetting>"
        }
        $expressions = foreach ($clause in $type.Clauses) {
            "<Expression><Operator>$($clause.Operator)</Operator><Operands><SettingReference DataType=`"$($clause.DataType)`" SettingLogicalName=`"$($clause.LogicalName)`" SettingSourceType=`"Registry`" Method=`"Value`" /><ConstantValue Value=`"$(Get-Escaped $clause.Value)`" DataType=`"$($clause.DataType)`" /></Operands></Expression>"
        }
        if (@($type.Clauses).Count -gt 1) { $expressions = "<Expression><Operator>And</Operator><Operands>$expressions</Operands></Expression>" }
        $codes = foreach ($code in $type.ExitCodes.Keys) { "<ExitCode Code=`"$code`" Class=`"$($type.ExitCodes[$code])`" />" }
        $logon = switch ($type.LogonRequirementType) {
            'OnlyWhenUserLoggedOn' { '<Arg Name="RequiresLogOn" Type="Boolean">true</Arg>' }
            'OnlyWhenNoUserLoggedOn' { '<Arg Name="RequiresLogOn" Type="Boolean">false</Arg>' }
            default { '<Arg Name="RequiresLogOn" Type="String" />' }
        }
        $context = if ($type.InstallationBehaviorType -eq 'InstallForUser') { 'User' } else { 'System' }
        @"
<DeploymentType><Title>$(Get-Escaped $type.Name)</Title><Requirements>$requirements</Requirements><Installer Technology="Script">
<InstallAction><Provider>Script</Provider><Args><Arg Name="InstallCommandLine" Type="String">$(Get-Escaped $type.InstallCommand)</Arg>
<Arg Name="ExecutionContext" Type="String">$context</Arg>$logon
<Arg Name="UserInteractionMode" Type="String">$($type.UserInteractionMode)</Arg>
<Arg Name="PostInstallBehavior" Type="String">$($type.RebootBehavior)</Arg>
<Arg Name="MaxExecuteTime" Type="Int32">$($type.MaximumRuntimeMins)</Arg></Args></InstallAction>
<CustomData><DetectionMethod>Enhanced</DetectionMethod><EnhancedDetectionMethod><Settings>$settings</Settings><Rule xmlns="$rules">$expressions</Rule></EnhancedDetectionMethod>
<InstallCommandLine>$(Get-Escaped $type.InstallCommand)</InstallCommandLine><UninstallCommandLine>$(Get-Escaped $type.UninstallCommand)</UninstallCommandLine>
<ExitCodes>$codes</ExitCodes></CustomData></Installer></DeploymentType>
"@
    }
    "<?xml version=`"1.0`" encoding=`"utf-16`"?><AppMgmtDigest xmlns=`"$digest`"><Application><DisplayInfo DefaultLanguage=`"en-US`">$infos</DisplayInfo><Title>$(Get-Escaped $Application.Name)</Title><Description>$(Get-Escaped $Application.Description)</Description><Publisher>$(Get-Escaped $Application.Publisher)</Publisher></Application>$types</AppMgmtDigest>"
}

function Get-ApplicationObject {
    param($Application)
    New-SiteObject -Type 'IResultObject#SMS_Application' -Properties ([ordered] @{
            LocalizedDisplayName = $Application.Name
            Revision = $Application.Revision
            SDMPackageXML = Get-PackageXml -Application $Application
        })
}

# The application that an object stands for: of the right class, and not of an earlier revision.
function Resolve-Application {
    param($Object, [string] $Class)
    if (@($Object.PSObject.TypeNames) -notcontains "IResultObject#$Class") { throw "expected an $Class" }
    $name = if ($Class -eq 'SMS_DeploymentType') { $Object.ApplicationName } else { $Object.LocalizedDisplayName }
    $application = $global:Site.Applications[$name]
    if ($Object.Revision -ne $application.Revision) { throw "The object is revision $($Object.Revision) of '$name', the site has $($application.Revision)." }
    $application
}

$languages = @{ 1033 = 'en-US'; 1036 = 'fr-FR' }
$settingNames = 'InstallCommand', 'UninstallCommand', 'InstallationBehaviorType', 'LogonRequirementType', 'UserInteractionMode', 'RebootBehavior', 'MaximumRuntimeMins'

function Edit-DeploymentType {
    param($Type, $Bound)
    foreach ($setting in $settingNames) { if ($Bound.ContainsKey($setting)) { $Type[$setting] = $Bound[$setting] } }
    if ($Bound.ContainsKey('RemoveDetectionClause') -and -not $global:Site.KeepsClauses) {
        $Type.Clauses = @($Type.Clauses | Where-Object { $Bound.RemoveDetectionClause -notcontains $_.LogicalName })
    }
    foreach ($clause in @($Bound.AddDetectionClause | Where-Object { $_ })) {
        if ($clause.Used) { throw 'A clause serves one deployment type only.' }
        $clause.Used = $true
        $Type.Clauses = @($Type.Clauses) + $clause
    }
    foreach ($rule in @($Bound.RemoveRequirement | Where-Object { $_ })) {
        $Type.Requirements = @($Type.Requirements | Where-Object { $_.RuleId -ne $rule.RuleId })
    }
    foreach ($rule in @($Bound.AddRequirement | Where-Object { $_ })) {
        $Type.Requirements = @($Type.Requirements) + @{ RuleId = $rule.RuleId; Name = $rule.Name; Expression = $rule.Expression }
    }
}

function Invoke-Site {
    param([string] $Cmdlet, [string] $Set, $Bound)
    $site = $global:Site
    $given = [ordered] @{}
    foreach ($key in $Bound.Keys | Sort-Object) {
        $value = $Bound[$key]
        $given[$key] = if ($value -is [string] -or $value -is [int] -or $value -is [bool]) { $value }
        elseif ($value -is [switch]) { [bool] $value } elseif ($value -is [datetime]) { 'a time' }
        else { @($value | ForEach-Object { if ($_ -is [string]) { $_ } else { @($_.PSObject.TypeNames)[0] } }) -join ', ' }
    }
    $site.Calls.Add([ordered] @{ Cmdlet = $Cmdlet; Set = $Set; Parameters = $given })
    if ((Get-Location).Drive.Name -ne $site.Code) { throw "$Cmdlet needs the site's drive" }
    if ($site.Refuses -eq $Cmdlet) { throw [System.UnauthorizedAccessException]::new("$Cmdlet was refused: access denied.") }
    switch ($Cmdlet) {
        'Get-CMApplication' {
            if (-not $Bound.DisableWildcardHandling) { throw 'The name could hold wildcards.' }
            $application = $site.Applications[$Bound.Name]
            if ($application) { Get-ApplicationObject -Application $application }
        }
        'New-CMApplicationDisplayInfo' {
            New-SiteObject -Type 'AppDisplayInfo' -Properties @{ Language = $languages[$Bound.LanguageId]; Title = $Bound.Title }
        }
        'New-CMApplication' {
            if ($site.Applications.ContainsKey($Bound.Name)) { throw 'There is one of that name already.' }
            $titles = [ordered] @{ $languages[$Bound.DefaultLanguageId] = $Bound.LocalizedName }
            foreach ($info in @($Bound.AppCatalog | Where-Object { $_ })) { $titles[$info.Language] = $info.Title }
            $application = @{ Name = $Bound.Name; Publisher = $Bound.Publisher; Description = $Bound.Description; Titles = $titles; DeploymentTypes = [ordered] @{}; Revision = 1; Folder = '' }
            $site.Applications[$Bound.Name] = $application
            Get-ApplicationObject -Application $application
        }
        'Set-CMApplication' {
            $application = Resolve-Application -Object $Bound.InputObject -Class 'SMS_Application'
            foreach ($property in 'Publisher', 'Description') { if ($Bound.ContainsKey($property)) { $application[$property] = $Bound[$property] } }
            if ($Bound.ContainsKey('LocalizedApplicationName')) { $application.Titles[$languages[$Bound.ApplyToLanguageById]] = $Bound.LocalizedApplicationName }
            foreach ($info in @($Bound.AddAppCatalog | Where-Object { $_ })) {
                if ($application.Titles.Contains($info.Language)) { throw 'That language is there already.' }
                $application.Titles[$info.Language] = $info.Title
            }
            $application.Revision++
        }
        'Move-CMObject' {
            # The folder is of the sort that the object is.
            $object = $Bound.InputObject[0]
            $classes = @{ Application = 'SMS_Application'; ConfigurationItem = 'SMS_ConfigurationItem'; ConfigurationBaseline = 'SMS_ConfigurationBaselineInfo' }
            $class = $classes[$Bound.FolderPath.Split('\')[1]]
            $thing = if ($class -eq 'SMS_Application') { Resolve-Application -Object $object -Class $class } else { Resolve-Thing -Object $object -Class $class }
            $thing.Folder = $Bound.FolderPath
        }
        'Get-CMFolder' { if ($site.Folders -contains $Bound.FolderPath) { New-SiteObject -Type 'IResultObject#SMS_ObjectContainerNode' -Properties @{ Name = $Bound.FolderPath } } }
        'Get-CMCollection' {
            if (-not $Bound.DisableWildcardHandling) { throw 'The name could hold wildcards.' }
            $collection = $site.Collections[$Bound.Name]
            if ($collection) { New-SiteObject -Type 'IResultObject#SMS_Collection' -Properties $collection }
        }
        'Get-CMGlobalCondition' {
            if ($Bound.Name) {
                if (-not $Bound.DisableWildcardHandling) { throw 'The name could hold wildcards.' }
                $condition = $site.Conditions[$Bound.Name]
                if ($condition) { New-SiteObject -Type 'IResultObject#SMS_GlobalCondition' -Properties @{ LocalizedDisplayName = $Bound.Name; ModelName = $condition.ModelName } }
                return
            }
            # As a French site shows them; two have the same name.
            foreach ($model in 'GLOBAL/OperatingSystem', 'GLOBAL/OperatingSystem_Mobile') {
                New-SiteObject -Type 'IResultObject#SMS_GlobalCondition' -Properties @{ LocalizedDisplayName = "Syst$([char] 0xE8)me d'exploitation"; ModelName = $model }
            }
        }
        'New-CMGlobalConditionRegistryValue' {
            if ($site.Conditions.ContainsKey($Bound.Name)) { throw 'There is a condition of that name already.' }
            $site.Rules++
            $site.Conditions[$Bound.Name] = @{ ModelName = "ScopeId_1/GlobalSettings_$($site.Rules)"; Value = "$($Bound.RegistryHive)\$($Bound.KeyName) $($Bound.ValueName)" }
            'noise that the script must not pass on'
        }
        'New-CMRequirementRuleExistential' {
            $site.Rules++
            $operator = if ($Bound.Existential) { 'NotEquals' } else { 'Equals' }
            $words = if ($Bound.Existential) { 'Not equal to' } else { 'Equals' }
            New-SiteObject -Type 'Rule' -Properties @{
                RuleId = "Rule_new$($site.Rules)"; Name = "Existential of $($Bound.InputObject.LocalizedDisplayName) $words 0"
                Expression = [Expression] @{ ModelName = $Bound.InputObject.ModelName; Operator = $operator }
            }
        }
        'New-CMRequirementRuleOperatingSystemValue' {
            if ($Bound.InputObject.ModelName -ne 'GLOBAL/OperatingSystem') { throw 'The condition is not that of Windows.' }
            $site.Rules++
            New-SiteObject -Type 'Rule' -Properties @{ RuleId = "Rule_new$($site.Rules)"; Name = 'Operating system One of'; Expression = [OperatingSystemExpression] @{ Platforms = $Bound.PlatformString } }
        }
        'New-CMDetectionClauseRegistryKeyValue' {
            $site.Rules++
            New-SiteObject -Type 'DetectionClause' -Properties @{
                LogicalName = "RegSetting_$($site.Rules)"; Key = $Bound.KeyName; ValueName = $Bound.ValueName; Is64Bit = [bool] $Bound.Is64Bit
                DataType = @{ Integer = 'Int64'; String = 'String'; Version = 'Version' }[$Bound.PropertyType]
                Operator = $Bound.ExpressionOperator -replace '^IsEquals$', 'Equals'; Value = $Bound.ExpectedValue -join ', '; Used = $false
            }
        }
        'Add-CMScriptDeploymentType' {
            if ($Set -ne 'ByAppValueDetectionClause') { throw "unexpected parameter set $Set" }
            $application = Resolve-Application -Object $Bound.InputObject -Class 'SMS_Application'
            $type = @{
                Name = $Bound.DeploymentTypeName; UninstallCommand = ''; InstallationBehaviorType = 'InstallForSystem'; LogonRequirementType = 'OnlyWhenUserLoggedOn'
                UserInteractionMode = 'Normal'; RebootBehavior = 'BasedOnExitCode'; MaximumRuntimeMins = 120; Clauses = @(); Requirements = @()
                ExitCodes = [ordered] @{ '0' = 'Success'; '1641' = 'HardReboot'; '3010' = 'SoftReboot'; '1618' = 'FastRetry' }
            }
            Edit-DeploymentType -Type $type -Bound $Bound
            $application.DeploymentTypes[$Bound.DeploymentTypeName] = $type
            $application.Revision++
            'noise that the script must not pass on'
        }
        'Get-CMDeploymentType' {
            $application = Resolve-Application -Object $Bound.InputObject -Class 'SMS_Application'
            $type = $application.DeploymentTypes[$Bound.DeploymentTypeName]
            if ($type) { New-SiteObject -Type 'IResultObject#SMS_DeploymentType' -Properties @{ LocalizedDisplayName = $type.Name; ApplicationName = $application.Name; Revision = $application.Revision } }
        }
        'Get-CMDeploymentTypeRequirement' {
            $application = Resolve-Application -Object $Bound.InputObject -Class 'SMS_DeploymentType'
            foreach ($rule in $application.DeploymentTypes[$Bound.InputObject.LocalizedDisplayName].Requirements) {
                New-SiteObject -Type 'Rule' -Properties @{ RuleId = $rule.RuleId; Name = $rule.Name; Expression = $rule.Expression }
            }
        }
        'Get-CMDeploymentTypeReturnCode' {
            $application = Resolve-Application -Object $Bound.InputObject -Class 'SMS_DeploymentType'
            $codes = $application.DeploymentTypes[$Bound.InputObject.LocalizedDisplayName].ExitCodes
            foreach ($code in $codes.Keys) { New-SiteObject -Type 'ExitCode' -Properties @{ Code = [int] $code; Class = $codes[$code] } }
        }
        'Set-CMScriptDeploymentType' {
            $application = Resolve-Application -Object $Bound.InputObject -Class 'SMS_DeploymentType'
            Edit-DeploymentType -Type $application.DeploymentTypes[$Bound.InputObject.LocalizedDisplayName] -Bound $Bound
            $application.Revision++
        }
        { $_ -in 'Add-CMDeploymentTypeReturnCode', 'Set-CMDeploymentTypeReturnCode' } {
            $application = Resolve-Application -Object $Bound.InputObject -Class 'SMS_DeploymentType'
            $codes = $application.DeploymentTypes[$Bound.InputObject.LocalizedDisplayName].ExitCodes
            if ($codes.Contains([string] $Bound.ReturnCode) -ne ($Cmdlet -like 'Set-*')) { throw "$Cmdlet does not fit return code $($Bound.ReturnCode)" }
            $codes[[string] $Bound.ReturnCode] = $Bound.CodeType
            $application.Revision++
        }
        'Get-CMApplicationDeployment' {
            $application = Resolve-Application -Object $Bound.InputObject -Class 'SMS_Application'
            $site.Deployments | Where-Object { $_.Application -eq $application.Name -and $_.CollectionID -eq $Bound.CollectionId } | ForEach-Object {
                New-SiteObject -Type 'IResultObject#SMS_ApplicationAssignment' -Properties @{ OfferTypeID = if ($_.Purpose -eq 'Required') { 0 } else { 2 } }
            }
        }
        'New-CMApplicationDeployment' {
            $application = Resolve-Application -Object $Bound.InputObject -Class 'SMS_Application'
            if ($Bound.UserNotification -eq 'HideAll' -and $Bound.DeployPurpose -ne 'Required') { throw 'Only a required deployment can be hidden.' }
            $site.Deployments.Add(@{ Application = $application.Name; CollectionID = $Bound.CollectionId; Purpose = $Bound.DeployPurpose })
        }
        default { Invoke-ItemSite -Cmdlet $Cmdlet -Set $Set -Bound $Bound }
    }
}
