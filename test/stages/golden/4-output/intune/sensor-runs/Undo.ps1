<#
.SYNOPSIS
    The sensor is running

.DESCRIPTION
    Undo script of the rule sensor-runs. It puts back what its remediation script changed on this device.

    Why:          A tool switched it off.
    Applies when: windows build >= 14393 and registry HKLM\SOFTWARE\Contoso Exempt from it's check is missing
    Symptom:      event 15 from WDATPOnboarding in Application level error within 7 days where (data 1 contains 577)
    Check:        service Sense start is automatic
    Check:        service Sense state is running
    Fix:          when service Sense start is missing:
                  advise: Run the onboarding package of your organisation on the device again, elevated.
                  advise: If it does not help, install the sensor.
    Otherwise:    set service Sense start to automatic
                  set service Sense state to running
    May change:   service Sense start; service Sense state
    Journal:      HKLM\SOFTWARE\mderules\sensor-runs, for Undo.ps1
    Note:         Say "please" first. (https://example.org/sensor)
    Document:     handbook, sensor-runs, sensor-start
    Rule:         rules/sample.mderule:8, compiled by mderules 0.1.0 for Windows PowerShell 5.1

    The last line of output is: mderules sensor-runs <UNDONE|NOTHING-TO-UNDO|FAILED> <what was found>
    Exit code 1: something could not be put back. Exit code 0 otherwise.
    What a package of the site or PowerShell of the rule's author changed is not put back.

.PARAMETER WhatIf
    Says what the script would change, and changes nothing.
#>
[CmdletBinding(SupportsShouldProcess)]
param()

$ErrorActionPreference = 'Stop'

# A 32-bit host sees another registry and another System32: start again in the 64-bit one.
if ($env:PROCESSOR_ARCHITEW6432) {
    $arguments = @('-NoProfile', '-NonInteractive', '-File', "`"$PSCommandPath`""; if ($WhatIfPreference) { '-WhatIf' })
    & "$env:SystemRoot\Sysnative\WindowsPowerShell\v1.0\powershell.exe" @arguments
    exit $LASTEXITCODE
}

# ---- Facts and conditions ----

# Why something failed, whatever the display language: what this script threw, or the category or id of the error.
function Get-Reason {
    param($Failure)
    $category = "$($Failure.CategoryInfo.Category)"
    if ($category -eq 'OperationStopped') { return $Failure.FullyQualifiedErrorId }
    if ($category -eq 'NotSpecified') { return ($Failure.FullyQualifiedErrorId -split ',')[0] }
    $category
}

# The last line of output: ASCII, one line, no longer than a portal keeps.
function Write-Report {
    param([string]$Status, [string]$Text)
    $line = "mderules sensor-runs $Status $Text" -replace '[^ -~]', '?'
    if ($line.Length -gt 2048) { $line = $line.Substring(0, 2045) + '...' }
    Write-Output $line
}

# running, stopped, start-pending ...; nothing where the service is missing. One that may not be queried is "not found"
# too, but it has its key.
function Get-ServiceState {
    param([string]$Name)
    try {
        $service = Get-Service -Name $Name -ErrorAction Stop
    } catch {
        if ($_.FullyQualifiedErrorId -notlike 'NoServiceFoundForGivenName*') { throw }
        if ($null -eq (Get-RegistryItem -Key "HKLM\SYSTEM\CurrentControlSet\Services\$Name")) { return }
        throw 'PermissionDenied'
    }
    switch ("$($service.Status)") {
        'StartPending' { 'start-pending' }
        'StopPending' { 'stop-pending' }
        'ContinuePending' { 'continue-pending' }
        'PausePending' { 'pause-pending' }
        default { $_.ToLowerInvariant() }
    }
}

# Starts or stops a service and waits, but not for ever, until it has the state.
function Write-ServiceState {
    param([string]$Name, [string]$Value, [int]$TimeoutSeconds)
    $verb = if ($Value -eq 'running') { 'start' } else { 'stop' }
    $code = Invoke-Program -Path "$env:SystemRoot\System32\sc.exe" -Argument $verb, "`"$Name`"" -TimeoutSeconds 60
    # 1056: runs already. 1062: is stopped already.
    if ($code -notin 0, 1056, 1062) { throw "sc.exe $verb $Name returned $code" }
    $end = (Get-Date).AddSeconds($TimeoutSeconds)
    while ((Get-ServiceState -Name $Name) -ne $Value) {
        if ((Get-Date) -ge $end) { throw "service $Name state is $(Get-ServiceState -Name $Name) after the time allowed" }
        Start-Sleep -Seconds 1
    }
}

# sc.exe rather than Set-Service: it knows the delayed start and tells the service manager at once.
function Write-ServiceStart {
    param([string]$Name, [string]$Value)
    $words = @{ automatic = 'auto'; 'automatic-delayed' = 'delayed-auto'; manual = 'demand'; disabled = 'disabled' }
    $option = 'config', "`"$Name`"", 'start=', $words[$Value]
    $code = Invoke-Program -Path "$env:SystemRoot\System32\sc.exe" -Argument $option -TimeoutSeconds 60
    if ($code -ne 0) { throw "sc.exe config $Name returned $code" }
}

# A registry key; nothing where it is missing. A key that may not be opened is an error, not a missing key.
function Get-RegistryItem {
    param([string]$Key)
    try {
        Get-Item -LiteralPath "Registry::$Key" -ErrorAction Stop
    } catch {
        if ($_.CategoryInfo.Category -ne 'ObjectNotFound') { throw }
    }
}

# Runs a program without a window and waits for it, but not for ever. Returns its exit code.
function Invoke-Program {
    param([string]$Path, [string[]]$Argument, [int]$TimeoutSeconds)
    $process = Start-Process -FilePath $Path -ArgumentList $Argument -WindowStyle Hidden -PassThru -ErrorAction Stop
    $null = $process.Handle # While it is held, Windows keeps the exit code.
    Wait-Process -InputObject $process -Timeout $TimeoutSeconds -ErrorAction SilentlyContinue
    if (-not $process.HasExited) {
        Stop-Process -InputObject $process -Force -ErrorAction SilentlyContinue
        throw "$Path did not end within $TimeoutSeconds seconds"
    }
    $process.ExitCode
}

# ---- Undo ----

# The names of the facts that the journal has an entry of.
function Get-JournalName {
    $key = 'Registry::HKLM\SOFTWARE\mderules\sensor-runs\Journal'
    if (Test-Path -LiteralPath $key) { (Get-Item -LiteralPath $key -ErrorAction Stop).Property }
}

function Get-JournalEntry {
    param([string]$Name)
    (Get-ItemProperty -LiteralPath 'Registry::HKLM\SOFTWARE\mderules\sensor-runs\Journal' -Name $Name -ErrorAction Stop).$Name | ConvertFrom-Json
}

# Puts back one fact from the journal and then forgets the entry. With -WhatIf it only says so.
function Undo-Fact {
    param([string]$Name, [scriptblock]$Restore)
    $before = (Get-JournalEntry -Name $Name).Before
    $shown = if ($null -eq $before) { 'missing' } elseif ($before -is [string]) { $before } else { "$($before.Data)" }
    if ($WhatIfPreference) { return "would put back $Name to $shown" }
    $null = & $Restore
    Remove-ItemProperty -LiteralPath 'Registry::HKLM\SOFTWARE\mderules\sensor-runs\Journal' -Name $Name -ErrorAction Stop
    "put back $Name to $shown"
}

# Where nothing is left to put back, the rule forgets this device.
function Clear-Memory {
    $key = 'Registry::HKLM\SOFTWARE\mderules\sensor-runs\Journal'
    if ($WhatIfPreference -or -not (Test-Path -LiteralPath $key)) { return }
    if ((Get-Item -LiteralPath $key -ErrorAction Stop).ValueCount -eq 0) {
        Remove-Item -LiteralPath 'Registry::HKLM\SOFTWARE\mderules\sensor-runs' -Recurse -ErrorAction Stop
    }
}

function Invoke-Undo {
    try {
        $done = @(Restore-Rule)
        Clear-Memory
        $status = if ($WhatIfPreference) { 'WHAT-IF' } elseif ($done.Count -gt 0) { 'UNDONE' } else { 'NOTHING-TO-UNDO' }
        @{ Status = $status; Text = $done -join '; ' }
    } catch {
        @{ Status = 'FAILED'; Text = Get-Reason $_ }
    }
}

# Puts back what the journal has, what was changed last first. It returns what it did.
function Restore-Rule {
    $names = @(Get-JournalName)
    if ($names -contains 'service Sense state') { Undo-Fact -Name 'service Sense state' -Restore { Write-ServiceState -Name 'Sense' -Value $before -TimeoutSeconds 60 } }
    if ($names -contains 'service Sense start') { Undo-Fact -Name 'service Sense start' -Restore { Write-ServiceStart -Name 'Sense' -Value $before } }
}

$result = Invoke-Undo
Write-Report -Status $result.Status -Text $result.Text
if ($result.Status -eq 'FAILED') { exit 1 }
exit 0
