<#
.SYNOPSIS
Creates or updates a Configuration Manager application: Start the Microsoft Defender for Endpoint sensor

.DESCRIPTION
Run this in Windows PowerShell 5.1 on a computer with the Configuration Manager console, version 2111 or later. It
creates an application with one script deployment type and no content, or brings an existing one up to date:

    application         Start the Microsoft Defender for Endpoint sensor
    deployment type     start-sense-on-new-devices
    install program     net start sense
    detection           registry HKLM\SOFTWARE\Microsoft\Windows Advanced Threat Protection\Status OnboardingState is 1 (64-bit view)
    requirement         registry HKLM\SOFTWARE\Policies\Microsoft\Windows Advanced Threat Protection OnboardingInfo is present
    operating system    Windows/All_x64_Windows_10_and_higher_Clients

What is there and right is left alone, so a second run changes nothing. Other deployment types, requirements, return
codes and deployments of the application are not touched. Nothing is deployed unless -CollectionName is given.

The install program is started by a line of PowerShell that then looks at the device once a second, for
120 seconds at most. It ends with 0 as soon as the state is there, with 1460 (the time is up) when it is
not, and with 1 when the install program cannot be started.

Not needed from Windows 10 1809 with the updates of April 2021.
See https://learn.microsoft.com/defender-endpoint/troubleshoot-onboarding.

To pilot: run with -WhatIf, then without; look at the application in the console; then deploy it to a collection of
a few devices with -CollectionName. The deployment is Available: nobody gets it who does not ask for it in Software
Center. When it did what it should, deploy to the real collection with -Purpose Required.

To go back: delete the deployment, then the application, in the console or with Remove-CMApplicationDeployment and
Remove-CMApplication. The application has no content, so nothing else is left in the site.

.PARAMETER SiteCode
The three characters of the site, for example ABC.

.PARAMETER ProviderMachineName
The computer of the SMS Provider, usually the site server. Needed where the module has not made the site's drive.

.PARAMETER Folder
The console folder that a new application is put in, below Applications, for example Security\Onboarding. It has to
exist. An application that is already there stays where it is.

.PARAMETER CollectionName
The device collection to deploy to. Without it nothing is deployed.

.PARAMETER Purpose
Available (the default): a user installs it in Software Center. Required: devices install it as soon as they can.

.EXAMPLE
.\Import-Application.ps1 -SiteCode ABC -ProviderMachineName cm01.contoso.com -WhatIf

Shows what would be created or changed.

.EXAMPLE
.\Import-Application.ps1 -SiteCode ABC -CollectionName 'Pilot devices'

Creates or updates the application and makes it available to a pilot collection.

.OUTPUTS
One object for each thing looked at: Kind, Name, Result (Created, Updated, Unchanged, Incomplete, or Skipped with
-WhatIf or where you said no) and Detail.

.NOTES
Made by mderules 0.1.0 from rules/new-devices.mderule:3.
Covers troubleshoot-onboarding, new-device-start-sense.
#>
[CmdletBinding(SupportsShouldProcess = $true)]
[OutputType([psobject])]
param(
    [Parameter(Mandatory = $true)]
    [ValidatePattern('^[A-Za-z0-9]{3}$')]
    [string] $SiteCode,

    [string] $ProviderMachineName,

    [string] $Folder,

    [string] $CollectionName,

    [ValidateSet('Available', 'Required')]
    [string] $Purpose = 'Available'
)

$ErrorActionPreference = 'Stop'

# ---- What is wanted ----
$name = 'Start the Microsoft Defender for Endpoint sensor'
$publisher = 'mderules'
$description = 'mderules application start-sense-on-new-devices (troubleshoot-onboarding, new-device-start-sense)'
$titles = @(
    @{ LanguageId = 1033; Language = 'en-US'; Title = 'Start the Microsoft Defender for Endpoint sensor' }
    @{ LanguageId = 1036; Language = 'fr-FR'; Title = ('D' + [char]0x00E9 + 'marrer le capteur Microsoft Defender pour point de terminaison') }
)
$deploymentTypeName = 'start-sense-on-new-devices'
$settings = @{
    InstallCommand = 'powershell.exe -NoProfile -NonInteractive -Command "$ErrorActionPreference = ''Stop''; Start-Process -FilePath ''net'' -ArgumentList ''start sense'' -NoNewWindow; foreach ($second in 1..120) { Start-Sleep -Seconds 1; if ((reg.exe query ''HKLM\SOFTWARE\Microsoft\Windows Advanced Threat Protection\Status'' /v ''OnboardingState'' /reg:64) -match ''\sREG_[DQ]WORD\s+0x1$'') { exit 0 } }; exit 1460"'
    UninstallCommand = ''
    InstallationBehaviorType = 'InstallForSystem'
    LogonRequirementType = 'WhetherOrNotUserLoggedOn'
    UserInteractionMode = 'Hidden'
    RebootBehavior = 'BasedOnExitCode'
    MaximumRuntimeMins = 15
}
$clause = @{
    Hive = 'LocalMachine'
    KeyName = 'SOFTWARE\Microsoft\Windows Advanced Threat Protection\Status'
    ValueName = 'OnboardingState'
    PropertyType = 'Integer'
    Value = $true
    ExpressionOperator = 'IsEquals'
    ExpectedValue = '1'
    Is64Bit = $true
}
# The clause as the site itself describes it.
$detection = 'HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows Advanced Threat Protection\Status OnboardingState 64-bit Int64 Equals 1'
# Global conditions that have to hold; the digest in the name stands for key, value and whether it is there.
$requirements = @(
    @{
        Condition = 'mderules requires OnboardingInfo is present (07c14f48)'
        Description = 'registry HKLM\SOFTWARE\Policies\Microsoft\Windows Advanced Threat Protection OnboardingInfo is present'
        KeyName = 'SOFTWARE\Policies\Microsoft\Windows Advanced Threat Protection'
        ValueName = 'OnboardingInfo'
        Existential = $true
    }
)
$platforms = @(
    'Windows/All_x64_Windows_10_and_higher_Clients'
)
$returnCodes = @(
    @{ ReturnCode = 2; CodeType = 'Success' }
)
$notifications = @{ Available = 'DisplaySoftwareCenterOnly'; Required = 'HideAll' }

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

# ---- What the site has: read from its own description of the application ----
function Get-SiteApplication {
    param([string] $Name)
    # Without -Fast, because the description is a lazy property; the cmdlet warns of that.
    $found = @(Get-CMApplication -Name $Name -DisableWildcardHandling -WarningAction SilentlyContinue)
    if ($found.Count -gt 1) { throw "The site has $($found.Count) applications of the name '$Name'." }
    if ($found.Count -eq 1) { $found[0] }
}

function Get-DeploymentTypeNode {
    param([object] $Application, [string] $Name)
    if ($null -eq $Application) { return }
    $document = [xml] $Application.SDMPackageXML
    foreach ($node in $document.DocumentElement.SelectNodes("*[local-name()='DeploymentType']")) {
        if ((Get-NodeText -Node $node -Path 'Title') -ceq $Name) { return $node }
    }
}

function Get-InstallArgument {
    param([System.Xml.XmlNode] $Node, [string] $Argument)
    $path = ".//*[local-name()='InstallAction']//*[local-name()='Arg'][@Name='$Argument']"
    $found = $Node.SelectSingleNode($path)
    if ($null -ne $found) { $found.InnerText } else { '' }
}

function Get-DetectionText {
    param([System.Xml.XmlNode] $Node)
    $method = $Node.SelectSingleNode(".//*[local-name()='CustomData']/*[local-name()='EnhancedDetectionMethod']")
    if ($null -eq $method) { return 'another detection method' }
    # The rule decides: settings that it does not refer to may be left from before.
    $clauses = foreach ($reference in $method.SelectNodes(".//*[local-name()='SettingReference']")) {
        $path = ".//*[@LogicalName='$($reference.SettingLogicalName)']/*[local-name()='RegistryDiscoverySource']"
        $source = $method.SelectSingleNode($path)
        if ($null -eq $source) {
            'no registry value'
            continue
        }
        $key = "$($source.Hive)\$(Get-NodeText -Node $source -Path 'Key')"
        $valueName = Get-NodeText -Node $source -Path 'ValueName'
        $view = if ($source.Is64Bit -eq 'true') { '64-bit' } else { '32-bit' }
        $operator = Get-NodeText -Node $reference.ParentNode.ParentNode -Path 'Operator'
        $constants = $reference.ParentNode.SelectNodes(".//*[local-name()='ConstantValue']/@Value")
        $expected = @($constants | ForEach-Object { $_.Value }) -join ', '
        "$key $valueName $view $($reference.DataType) $operator $expected"
    }
    @($clauses) -join ' and '
}

function Get-PlatformText {
    param([System.Xml.XmlNode] $Node)
    $rules = foreach ($expression in $Node.SelectNodes(".//*[local-name()='OperatingSystemExpression']")) {
        $operands = $expression.SelectNodes(".//*[local-name()='RuleExpression']/@RuleId")
        $ids = @($operands | ForEach-Object { $_.Value } | Sort-Object) -join ', '
        "$(Get-NodeText -Node $expression -Path 'Operator') $ids"
    }
    @($rules) -join ' and '
}

# What the deployment type requires by global conditions that mderules made: their model names, or why that is unclear.
function Get-RequirementText {
    param([System.Xml.XmlNode] $Node)
    $found = foreach ($reference in $Node.SelectNodes(".//*[local-name()='GlobalSettingReference']")) {
        $rule = $reference.SelectSingleNode("ancestor::*[local-name()='Rule'][1]")
        $shown = $rule.SelectSingleNode(".//*[local-name()='DisplayName']/@Text")
        if ($null -ne $shown -and $shown.Value -like '*mderules requires*') {
            "$($reference.AuthoringScopeId)/$($reference.LogicalName)"
        }
    }
    @($found | Sort-Object) -join ' and '
}

function Get-Setting {
    param([System.Xml.XmlNode] $Node)
    $behaviors = @{ System = 'InstallForSystem'; User = 'InstallForUser' }
    $logons = @{ '' = 'WhetherOrNotUserLoggedOn'; true = 'OnlyWhenUserLoggedOn'; false = 'OnlyWhenNoUserLoggedOn' }
    @{
        InstallCommand = Get-NodeText -Node $Node -Path 'Installer/CustomData/InstallCommandLine'
        UninstallCommand = Get-NodeText -Node $Node -Path 'Installer/CustomData/UninstallCommandLine'
        InstallationBehaviorType = $behaviors[(Get-InstallArgument -Node $Node -Argument 'ExecutionContext')]
        LogonRequirementType = $logons[(Get-InstallArgument -Node $Node -Argument 'RequiresLogOn')]
        UserInteractionMode = Get-InstallArgument -Node $Node -Argument 'UserInteractionMode'
        RebootBehavior = Get-InstallArgument -Node $Node -Argument 'PostInstallBehavior'
        MaximumRuntimeMins = Get-InstallArgument -Node $Node -Argument 'MaxExecuteTime'
    }
}

# The names of what is not as wanted: everything where there is no deployment type yet.
function Get-Difference {
    param(
        [System.Xml.XmlNode] $Node,
        [hashtable] $Settings,
        [string] $Detection,
        [string] $Requirements,
        [string[]] $Platforms,
        [hashtable[]] $ReturnCodes
    )
    $there = @{}
    $classes = @{}
    $clauses = ''
    $conditions = ''
    $rule = ''
    if ($null -ne $Node) {
        $there = Get-Setting -Node $Node
        $clauses = Get-DetectionText -Node $Node
        $conditions = Get-RequirementText -Node $Node
        $rule = Get-PlatformText -Node $Node
        foreach ($exitCode in $Node.SelectNodes(".//*[local-name()='CustomData']//*[local-name()='ExitCode']")) {
            $classes[$exitCode.Code] = $exitCode.Class
        }
    }
    foreach ($setting in $Settings.Keys | Sort-Object) {
        if ([string] $Settings[$setting] -cne [string] $there[$setting]) { $setting }
    }
    if ($Detection -ne $clauses) { 'Detection' }
    if ($Requirements -ne $conditions) { 'Requirements' }
    $wantedRule = "OneOf $(@($Platforms | Sort-Object) -join ', ')"
    if ($Platforms.Count -gt 0 -and $wantedRule -ne $rule) { 'Platforms' }
    foreach ($returnCode in $ReturnCodes) {
        if ($classes[[string] $returnCode.ReturnCode] -ne $returnCode.CodeType) {
            "ReturnCode $($returnCode.ReturnCode)"
        }
    }
}

function Get-ConditionRequirement {
    param([hashtable[]] $Requirements)
    foreach ($requirement in $Requirements) {
        $condition = Get-CMGlobalCondition -Name $requirement.Condition -DisableWildcardHandling
        New-CMRequirementRuleExistential -InputObject $condition -Existential $requirement.Existential
    }
}

# Found by its model name: the display name is in the language of the site.
function Get-PlatformRequirement {
    param([string[]] $Platforms)
    $condition = Get-CMGlobalCondition | Where-Object { $_.ModelName -eq 'GLOBAL/OperatingSystem' }
    if ($null -eq $condition) { throw 'The site has no global condition GLOBAL/OperatingSystem.' }
    New-CMRequirementRuleOperatingSystemValue -InputObject $condition -RuleOperator OneOf -PlatformString $Platforms
}

# ---- The module and the site's drive ----
if ($PSBoundParameters.ContainsKey('Purpose') -and -not $CollectionName) {
    throw '-Purpose needs -CollectionName: without a collection nothing is deployed.'
}
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
    if ($CollectionName) {
        $collection = Get-CMCollection -Name $CollectionName -CollectionType Device -DisableWildcardHandling
        if ($null -eq $collection) { throw "There is no device collection '$CollectionName'. Nothing was changed." }
    }
    if ($Folder -and -not (Get-CMFolder -FolderPath "Application\$Folder")) {
        throw "There is no folder '$Folder' below Applications. Nothing was changed."
    }

    # ---- The application ----
    $application = Get-SiteApplication -Name $name
    $detail = @()
    $result = 'Unchanged'
    if ($null -eq $application) {
        $result = 'Skipped'
        if ($PSCmdlet.ShouldProcess($name, 'Create application')) {
            $new = @{
                Name = $name
                Publisher = $publisher
                Description = $description
                DefaultLanguageId = $titles[0].LanguageId
                LocalizedName = $titles[0].Title
                Confirm = $false
            }
            $others = @($titles | Select-Object -Skip 1)
            if ($others.Count -gt 0) {
                $new.AppCatalog = @(
                    foreach ($title in $others) {
                        New-CMApplicationDisplayInfo -LanguageId $title.LanguageId -Title $title.Title
                    }
                )
            }
            $application = New-CMApplication @new
            if ($Folder) {
                $path = "$($SiteCode):\Application\$Folder"
                Move-CMObject -InputObject $application -FolderPath $path -Confirm:$false
            }
            $result = 'Created'
        }
    }
    else {
        $document = [xml] $application.SDMPackageXML
        $element = $document.DocumentElement.SelectSingleNode("*[local-name()='Application']")
        $changes = @{}
        if ((Get-NodeText -Node $element -Path 'Publisher') -cne $publisher) { $changes.Publisher = $publisher }
        if ((Get-NodeText -Node $element -Path 'Description') -cne $description) { $changes.Description = $description }
        $titleChanges = @(
            foreach ($title in $titles) {
                $shown = $element.SelectSingleNode(".//*[local-name()='Info'][@Language='$($title.Language)']")
                if ($null -eq $shown) {
                    $entry = New-CMApplicationDisplayInfo -LanguageId $title.LanguageId -Title $title.Title
                    @{ AddAppCatalog = $entry }
                }
                elseif ((Get-NodeText -Node $shown -Path 'Title') -cne $title.Title) {
                    @{ ApplyToLanguageById = $title.LanguageId; LocalizedApplicationName = $title.Title }
                }
            }
        )
        $detail = @($changes.Keys | Sort-Object)
        if ($titleChanges.Count -gt 0) { $detail += 'Titles' }
        if ($detail.Count -gt 0) {
            $result = 'Skipped'
            if ($PSCmdlet.ShouldProcess($name, "Update application: $($detail -join ', ')")) {
                if ($changes.Count -gt 0) { Set-CMApplication -InputObject $application @changes -Confirm:$false }
                foreach ($change in $titleChanges) {
                    # Each change makes a new revision, so each takes the object as it is now.
                    Set-CMApplication -InputObject (Get-SiteApplication -Name $name) @change -Confirm:$false
                }
                $result = 'Updated'
            }
        }
    }
    ConvertTo-Report -Kind 'Application' -Name $name -Result $result -Detail ($detail -join ', ')

    # ---- The global conditions that it requires ----
    $models = @()
    foreach ($requirement in $requirements) {
        $condition = Get-CMGlobalCondition -Name $requirement.Condition -DisableWildcardHandling
        $result = 'Unchanged'
        if ($null -eq $condition) {
            $result = 'Skipped'
            if ($PSCmdlet.ShouldProcess($requirement.Condition, 'Create global condition')) {
                $new = @{
                    Name = $requirement.Condition
                    Description = $requirement.Description
                    DeviceType = 'Windows'
                    RegistryHive = 'LocalMachine'
                    KeyName = $requirement.KeyName
                    ValueName = $requirement.ValueName
                    DataType = 'String'
                    Is64Bit = $true
                }
                $null = New-CMGlobalConditionRegistryValue @new
                $condition = Get-CMGlobalCondition -Name $requirement.Condition -DisableWildcardHandling
                $result = 'Created'
            }
        }
        ConvertTo-Report -Kind 'GlobalCondition' -Name $requirement.Condition -Result $result
        $models += if ($null -ne $condition) { $condition.ModelName } else { 'not created' }
    }

    # ---- The deployment type ----
    $application = Get-SiteApplication -Name $name
    $wanted = @{
        Settings = $settings
        Detection = $detection
        Requirements = @($models | Sort-Object) -join ' and '
        Platforms = $platforms
        ReturnCodes = $returnCodes
    }
    $node = Get-DeploymentTypeNode -Application $application -Name $deploymentTypeName
    $differences = @(Get-Difference -Node $node @wanted)
    $detail = @()
    $result = 'Unchanged'
    if ($differences.Count -gt 0) {
        $verb = 'Create'
        $action = 'Create deployment type'
        if ($null -ne $node) {
            $verb = 'Update'
            $detail = $differences
            $action = "Update deployment type: $($detail -join ', ')"
        }
        $result = 'Skipped'
        # Where the application was not created, ShouldProcess only says what would be done.
        if ($PSCmdlet.ShouldProcess($deploymentTypeName, $action) -and $null -ne $application) {
            $arguments = @{ Confirm = $false }
            foreach ($setting in $settings.Keys) {
                if ($differences -contains $setting) { $arguments[$setting] = $settings[$setting] }
            }
            if ($differences -contains 'Detection') {
                # A clause object serves one deployment type only, so it is made where it is used.
                $arguments.AddDetectionClause = New-CMDetectionClauseRegistryKeyValue @clause
            }
            $added = @(
                if ($differences -contains 'Requirements') { Get-ConditionRequirement -Requirements $requirements }
                if ($differences -contains 'Platforms') { Get-PlatformRequirement -Platforms $platforms }
            )
            if ($added.Count -gt 0) { $arguments.AddRequirement = $added }
            $target = @{ InputObject = $application; DeploymentTypeName = $deploymentTypeName }
            if ($null -eq $node) {
                $null = Add-CMScriptDeploymentType @target @arguments
            }
            else {
                $deploymentType = Get-CMDeploymentType @target
                if ($differences -contains 'Detection') {
                    $path = ".//*[local-name()='CustomData']//*[local-name()='Settings']/*/@LogicalName"
                    $earlier = @($node.SelectNodes($path) | ForEach-Object { $_.Value })
                    if ($earlier.Count -gt 0) { $arguments.RemoveDetectionClause = $earlier }
                }
                $earlier = @(
                    foreach ($rule in Get-CMDeploymentTypeRequirement -InputObject $deploymentType) {
                        $isPlatforms = $rule.Expression.GetType().Name -eq 'OperatingSystemExpression'
                        if ($isPlatforms -and $differences -contains 'Platforms') { $rule }
                        $isOurs = $rule.Name -like '*mderules requires*'
                        if ($isOurs -and $differences -contains 'Requirements') { $rule }
                    }
                )
                if ($earlier.Count -gt 0) { $arguments.RemoveRequirement = $earlier }
                if ($arguments.Count -gt 1) {
                    $null = Set-CMScriptDeploymentType -InputObject $deploymentType @arguments
                }
            }
            foreach ($returnCode in $returnCodes) {
                if ($differences -notcontains "ReturnCode $($returnCode.ReturnCode)") { continue }
                $target.InputObject = Get-SiteApplication -Name $name
                $deploymentType = Get-CMDeploymentType @target
                $codes = Get-CMDeploymentTypeReturnCode -InputObject $deploymentType
                if ($codes | Where-Object { $_.Code -eq $returnCode.ReturnCode }) {
                    $null = Set-CMDeploymentTypeReturnCode -InputObject $deploymentType @returnCode -Confirm:$false
                }
                else {
                    $null = Add-CMDeploymentTypeReturnCode -InputObject $deploymentType @returnCode -Confirm:$false
                }
            }

            # A site may keep what it was told to remove, a detection clause above all. Then this says so.
            $application = Get-SiteApplication -Name $name
            $node = Get-DeploymentTypeNode -Application $application -Name $deploymentTypeName
            $differences = @(Get-Difference -Node $node @wanted)
            $result = "$($verb)d"
            if ($differences.Count -gt 0) {
                $detail = $differences
                $result = 'Incomplete'
                Write-Warning -Message "The deployment type still differs in: $($detail -join ', '). See the console."
            }
        }
    }
    ConvertTo-Report -Kind 'DeploymentType' -Name $deploymentTypeName -Result $result -Detail ($detail -join ', ')

    # ---- The deployment, where one is asked for ----
    if ($null -ne $collection) {
        if ($result -eq 'Incomplete') { throw 'Not deployed, because the deployment type is not as it should be.' }
        $existing = $null
        if ($null -ne $application) {
            $existing = Get-CMApplicationDeployment -InputObject $application -CollectionId $collection.CollectionID
        }
        $detail = $Purpose
        $result = 'Skipped'
        $where = "$CollectionName ($($collection.MemberCount) devices)"
        if ($null -ne $existing) {
            # OfferTypeID 0 is Required, 2 is Available.
            $detail = if ($existing.OfferTypeID -eq 0) { 'Required' } else { 'Available' }
            $result = 'Unchanged'
            if ($detail -ne $Purpose) {
                Write-Warning -Message "The deployment is $detail. Delete it first if it has to be $Purpose."
            }
        }
        elseif ($PSCmdlet.ShouldProcess($where, "Deploy '$name' as $Purpose") -and $null -ne $application) {
            $now = Get-Date
            $deployment = @{
                InputObject = $application
                CollectionId = $collection.CollectionID
                DeployAction = 'Install'
                DeployPurpose = $Purpose
                UserNotification = $notifications[$Purpose]
                TimeBaseOn = 'LocalTime'
                AvailableDateTime = $now
                Confirm = $false
            }
            if ($Purpose -eq 'Required') { $deployment.DeadlineDateTime = $now }
            $null = New-CMApplicationDeployment @deployment
            $result = 'Created'
        }
        ConvertTo-Report -Kind 'Deployment' -Name $CollectionName -Result $result -Detail $detail
    }
}
finally {
    Pop-Location
}
