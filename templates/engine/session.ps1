# What a script finds when it starts: the cmdlets that only compute, and stand-ins for those that look at the device.
# Everything else is left out, so that nothing reaches the machine that runs this, and a script that uses more fails loudly.

$pureCommands = @(
    'Add-Member', 'Clear-Variable', 'Compare-Object', 'ConvertFrom-Csv', 'ConvertFrom-Json', 'ConvertTo-Csv', 'ConvertTo-Json', 'ForEach-Object',
    'Format-List', 'Format-Table', 'Get-Command', 'Get-Member', 'Get-Unique', 'Get-Variable', 'Group-Object', 'Join-Path', 'Measure-Object',
    'New-TimeSpan', 'New-Variable', 'Out-Default', 'Out-Host', 'Out-Null', 'Out-String', 'Remove-Variable', 'Select-Object',
    'Select-String', 'Set-StrictMode', 'Set-Variable', 'Sort-Object', 'Split-Path', 'Where-Object', 'Write-Debug', 'Write-Error', 'Write-Host',
    'Write-Information', 'Write-Output', 'Write-Progress', 'Write-Verbose', 'Write-Warning'
)

# These are the real ones over the providers that stand in for registry and files.
$itemCommands = @(
    'Get-ChildItem', 'Get-Item', 'Get-ItemProperty', 'Get-ItemPropertyValue', 'New-Item', 'New-ItemProperty', 'New-PSDrive', 'Remove-Item',
    'Remove-ItemProperty', 'Remove-PSDrive', 'Set-ItemProperty', 'Test-Path'
)

$standInCommands = @{
    'Enter-DeviceHost'      = 'Mderules.StandIns.EnterDeviceHostCommand'
    'Get-Acl'               = 'Microsoft.PowerShell.Commands.GetAclCommand'
    'Get-CimInstance'       = 'Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand'
    'Get-Date'              = 'Microsoft.PowerShell.Commands.GetDateCommand'
    'Get-Process'           = 'Microsoft.PowerShell.Commands.GetProcessCommand'
    'Get-Service'           = 'Microsoft.PowerShell.Commands.GetServiceCommand'
    'Get-WindowsCapability' = 'Microsoft.Dism.Commands.GetWindowsCapabilityCommand'
    'Get-WinEvent'          = 'Microsoft.PowerShell.Commands.GetWinEventCommand'
    'Invoke-WebRequest'     = 'Microsoft.PowerShell.Commands.InvokeWebRequestCommand'
    'New-Object'            = 'Microsoft.PowerShell.Commands.NewObjectCommand'
    'Restart-Computer'      = 'Mderules.StandIns.RestartComputerCommand'
    'Start-Process'         = 'Microsoft.PowerShell.Commands.StartProcessCommand'
    'Start-Sleep'           = 'Microsoft.PowerShell.Commands.StartSleepCommand'
    'Stop-Computer'         = 'Mderules.StandIns.StopComputerCommand'
    'Stop-Process'          = 'Microsoft.PowerShell.Commands.StopProcessCommand'
    'Wait-Process'          = 'Microsoft.PowerShell.Commands.WaitProcessCommand'
}

# Variables that Windows PowerShell 5.1 does not have.
$laterVariables = 'IsCoreCLR', 'IsLinux', 'IsMacOS', 'IsWindows', 'PSStyle', 'PSNativeCommandArgumentPassing', 'PSNativeCommandUseErrorActionPreference'

$aliases = '%', '?', 'foreach', 'group', 'measure', 'select', 'where'

# Two sets of commands: Get-MpComputerStatus is there only where the antivirus is.
function New-DeviceSession {
    param([hashtable] $StandIns)

    @{ $true = New-SessionState -StandIns $StandIns -Defender; $false = New-SessionState -StandIns $StandIns }
}

function New-SessionState {
    param([hashtable] $StandIns, [switch] $Defender)

    $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault()
    $kept = $pureCommands + $itemCommands + $aliases + 'New-Object'
    foreach ($command in @($state.Commands)) {
        if ($command.CommandType -in 'Cmdlet', 'Alias', 'Function' -and $kept -notcontains $command.Name) {
            $state.Commands.Remove($command.Name, $command.GetType())
        }
    }
    foreach ($name in $laterVariables) { $state.Variables.Remove($name, $null) }
    # Loading them takes most of the time that a session takes to start; scripts print text.
    $state.Formats.Clear()
    $realObjects = $state.Commands['New-Object'] | Where-Object { $_.CommandType -eq 'Cmdlet' }
    $state.Commands.Remove('New-Object', $realObjects.GetType())
    $state.Commands.Add([System.Management.Automation.Runspaces.SessionStateCmdletEntry]::new('New-RealObject', $realObjects.ImplementingType, $null))
    $commands = $standInCommands.Clone()
    if ($Defender) { $commands['Get-MpComputerStatus'] = 'Mderules.StandIns.GetMpComputerStatusCommand' }
    foreach ($name in $commands.Keys) {
        $state.Commands.Add([System.Management.Automation.Runspaces.SessionStateCmdletEntry]::new($name, $StandIns[$commands[$name]], $null))
    }
    $providers = @{ Registry = 'RegistryProvider'; FileSystem = 'FileProvider' }
    foreach ($name in $providers.Keys) {
        $state.Providers.Remove($name, $null)
        $state.Providers.Add([System.Management.Automation.Runspaces.SessionStateProviderEntry]::new($name, $StandIns["$namespace.$($providers[$name])"], $null))
    }
    $state
}
