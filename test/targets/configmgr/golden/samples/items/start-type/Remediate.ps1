<#
.SYNOPSIS
    The diagnostic data service starts automatically

.DESCRIPTION
    Remediation script of the rule start-type (warning). It changes only what is named below.

    Applies when: windows build < 17763
    Check:        service DiagTrack start is automatic
    Fix:          set service DiagTrack start to automatic
    May change:   service DiagTrack start
    Journal:      HKLM\SOFTWARE\mderules\start-type, for Undo.ps1
    Note:         From Windows 10, version 1809, on the sensor no longer depends on it.
                  (https://learn.microsoft.com/defender-endpoint/troubleshoot-onboarding)
    Document:     sample, start-type
    Rule:         rules/sample.mderule:3, compiled by mderules 0.1.0 for Windows PowerShell 5.1

    The only line of output is: mderules start-type <FIXED|RESTART-NEEDED|MANUAL> <what was found and done>
    Where a step fails, or the problem is still there, it ends in an error that is this line with FAILED.
    Without a problem the script changes nothing and prints the verdict. With -WhatIf it only says what it would do.
#>

# No parameters are declared: Run Scripts takes no script that has any, and the client of Configuration Manager may
# hand the discovered value over, which has to lead to no error. -WhatIf is looked for among the arguments instead.
if ($args -like '-w*') { $WhatIfPreference = $true }

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

# Reads a fact and compares it. Truth is $true, $false or, where the fact cannot be read, $null.
function Test-Fact {
    param([string]$Name, [scriptblock]$Read, [scriptblock]$Holds, [string]$Expected)
    try {
        $found = & $Read
        $truth = & $Holds
    } catch {
        return @{ Truth = $null; Text = "$Name cannot be read ($(Get-Reason $_))" }
    }
    $shown = if ($null -eq $found) { 'missing' } else { "$found" -replace '(?s)^(.{117}).{4,}$', '$1...' }
    if ($truth) { return @{ Truth = $true; Text = "$Name is $shown" } }
    @{ Truth = $false; Text = "$Name is $shown, expected $Expected" }
}

# The last line of output: ASCII, one line, no longer than a portal keeps.
function Write-Report {
    param([string]$Status, [string]$Text)
    $line = "mderules start-type $Status $Text" -replace '[^ -~]', '?'
    if ($line.Length -gt 2048) { $line = $line.Substring(0, 2045) + '...' }
    Write-Output $line
}

# When Windows starts a service or driver, from its key; nothing where it is missing.
function Get-ServiceStart {
    param([string]$Name)
    $key = "HKLM\SYSTEM\CurrentControlSet\Services\$Name"
    $start = Get-RegistryData -Key $key -Name 'Start'
    if ($null -eq $start) { return }
    if ($start -eq 2 -and (Get-RegistryData -Key $key -Name 'DelayedAutostart') -eq 1) { return 'automatic-delayed' }
    if ($start -in 0..4) { @('boot', 'system', 'automatic', 'manual', 'disabled')[$start] } else { "$start" }
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

# The data of a value, a number or text as it was written; nothing where the key or the value is missing.
function Get-RegistryData {
    param([string]$Key, [string]$Name)
    $item = Get-RegistryItem -Key $Key
    if ($null -eq $item -or $item.Property -notcontains $Name) { return }
    $data = (Get-ItemProperty -LiteralPath "Registry::$Key" -Name $Name -ErrorAction Stop).$Name
    if ($data -is [byte[]]) { return ($data | ForEach-Object { '{0:x2}' -f $_ }) -join '' }
    if ($data -is [string[]]) { return $data -join '; ' }
    # A DWORD above 2147483647 comes as unsigned, or as negative: modulo 2^32 it is the same number.
    if ($data -is [uint32] -or ($data -is [int] -and $data -lt 0)) { return ([long]$data + 4294967296) % 4294967296 }
    if ($data -isnot [string] -or $ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') { return $data }
    $item.GetValue($Name, $null, 'DoNotExpandEnvironmentNames')
}

function Get-WindowsBuild {
    $build = Get-RegistryData -Key 'HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion' -Name 'CurrentBuildNumber'
    if ($null -ne $build) { [int]$build }
}

# ---- The rule ----

# The verdict, and what it rests on.
function Get-Verdict {
    $applies = Test-Fact -Name 'windows build' -Expected '< 17763' -Read {
        Get-WindowsBuild
    } -Holds { ($null -ne $found -and $found -lt 17763) }
    if ($false -eq $applies.Truth) { return @{ Verdict = 'NOT-APPLICABLE'; Text = $applies.Text } }
    $checks = Test-Fact -Name 'service DiagTrack start' -Expected 'automatic' -Read {
        Get-ServiceStart -Name 'DiagTrack'
    } -Holds { $found -eq 'automatic' }
    if ($true -eq $checks.Truth) { return @{ Verdict = 'HEALTHY'; Text = $checks.Text } }
    $unknown = @($applies, $checks | Where-Object { $null -eq $_.Truth })
    if ($unknown.Count -gt 0) { return @{ Verdict = 'UNKNOWN'; Text = $unknown.Text -join '; ' } }
    @{ Verdict = 'UNHEALTHY'; Text = @($checks).Text -join '; ' }
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

# Gives a fact its value unless it has it: what it was goes to the journal first. With -WhatIf it only says so.
function Repair-Fact {
    param([string]$Name, [string]$Value, [scriptblock]$Read, [scriptblock]$Holds, [scriptblock]$Write)
    $found = & $Read
    if (& $Holds) { return }
    $shown = if ($null -eq $found) { 'missing' } else { "$found" -replace '(?s)^(.{117}).{4,}$', '$1...' }
    if ($WhatIfPreference) { return @{ Would = "set $Name to $Value, now $shown" } }
    Save-Journal -Name $Name -Before $found
    & $Write
    @{ Did = "set $Name to $Value, was $shown" }
}

# Keeps what a fact was, so that Undo.ps1 can put it back.
function Save-Journal {
    param([string]$Name, $Before)
    $key = 'Registry::HKLM\SOFTWARE\mderules\start-type\Journal'
    if (-not (Test-Path -LiteralPath $key)) { $null = New-Item -Path $key -Force -ErrorAction Stop }
    $entry = ConvertTo-Json -Compress -InputObject @{ Before = $Before }
    $null = New-ItemProperty -LiteralPath $key -Name $Name -Value $entry -PropertyType String -Force -ErrorAction Stop
}

# The fix, step by step. It returns what it did and what it leaves to a person.
function Repair-Rule {
    $step = @{
        Name = 'service DiagTrack start'; Value = 'automatic'; Read = { Get-ServiceStart -Name 'DiagTrack' }
        Holds = { $found -eq 'automatic' }; Write = { Write-ServiceStart -Name 'DiagTrack' -Value 'automatic' }
    }
    Repair-Fact @step
}

# Evaluates the rule, repairs what is wrong and evaluates it again. With -WhatIf it only says what it would do.
function Invoke-Repair {
    $notes = @()
    try {
        $before = Get-Verdict
        if ($before.Verdict -ne 'UNHEALTHY') { return @{ Status = $before.Verdict; Text = $before.Text } }
        Repair-Rule | ForEach-Object { $notes += $_ }
        $did = @($notes | ForEach-Object { $_.Did; $_.Would } | Where-Object { $_ }) -join '; '
        $advice = @($notes | ForEach-Object { $_.Advice } | Where-Object { $_ }) -join ' '
        if ($WhatIfPreference) { return @{ Status = 'WHAT-IF'; Text = "$($before.Text). Would $did $advice" } }
        $restart = @($notes | Where-Object { $_.Restart }).Count -gt 0
        $after = Get-Verdict
        $status = if ($restart) { 'RESTART-NEEDED' } elseif ($after.Verdict -eq 'HEALTHY') { 'FIXED' } elseif ($advice) { 'MANUAL' } else { 'FAILED' }
        @{ Status = $status; Text = @($did, $after.Text, $advice | Where-Object { $_ }) -join '. ' }
    } catch {
        $said = @($notes | ForEach-Object { $_.Did; $_.Advice } | Where-Object { $_ })
        @{ Status = 'FAILED'; Text = (@(Get-Reason $_) + $said) -join '. ' }
    }
}

$result = Invoke-Repair
$line = Write-Report -Status $result.Status -Text $result.Text
# Only an error tells Configuration Manager that a remediation failed.
if ($result.Status -eq 'FAILED') { throw $line }
$line
