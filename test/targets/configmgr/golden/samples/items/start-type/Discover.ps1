<#
.SYNOPSIS
    The diagnostic data service starts automatically

.DESCRIPTION
    Discovery script of the rule start-type (warning). It changes nothing.

    Applies when: windows build < 17763
    Check:        service DiagTrack start is automatic
    Repairs when: always: Made up for a test.
    Fix:          set service DiagTrack start to automatic
    May change:   service DiagTrack start
    Journal:      HKLM\SOFTWARE\mderules\start-type, for Undo.ps1
    Note:         From Windows 10, version 1809, on the sensor no longer depends on it.
                  (https://learn.microsoft.com/defender-endpoint/troubleshoot-onboarding)
    Document:     sample, start-type
    Rule:         rules/sample.mderule:5, compiled by mderules 0.1.0 for Windows PowerShell 5.1

    The only line of output is Compliant (healthy or not applicable) or NonCompliant (unhealthy).
    What cannot be read ends in an error with the reason: the discovery fails, and nothing is repaired.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'

# A 32-bit host sees another registry and another System32: start again in the 64-bit one.
if ($env:PROCESSOR_ARCHITEW6432) {
    $arguments = @('-NoProfile', '-NonInteractive', '-File', "`"$PSCommandPath`"")
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

# A value as reports show it: one that is long is cut.
function Format-Value {
    param($Value)
    if ($null -eq $Value) { 'missing' } else { "$Value" -replace '(?s)^(.{117}).{4,}$', '$1...' }
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
    $shown = Format-Value -Value $found
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

try {
    $result = Get-Verdict
} catch {
    $result = @{ Verdict = 'UNKNOWN'; Text = Get-Reason $_ }
}
# An error fails the discovery. So what cannot be read is neither compliant nor a reason to repair.
if ($result.Verdict -eq 'UNKNOWN') { throw (Write-Report -Status 'UNKNOWN' -Text $result.Text) }
# One word and nothing that was found: the client hands this value to the remediation, where text could become code.
if ($result.Verdict -eq 'UNHEALTHY') { 'NonCompliant' } else { 'Compliant' }
