<#
.SYNOPSIS
    The diagnostic data service starts automatically

.DESCRIPTION
    Undo script of the rule start-type. It puts back what its remediation script changed on this device.

    Applies when: windows build < 17763
    Check:        service DiagTrack start is automatic
    Fix:          set service DiagTrack start to automatic
    May change:   service DiagTrack start
    Journal:      HKLM\SOFTWARE\mderules\start-type, for Undo.ps1
    Note:         From Windows 10, version 1809, on the sensor no longer depends on it.
                  (https://learn.microsoft.com/defender-endpoint/troubleshoot-onboarding)
    Document:     sample, start-type
    Rule:         rules/sample.mderule:3, compiled by mderules 0.1.0 for Windows PowerShell 5.1

    The last line of output is: mderules start-type <UNDONE|NOTHING-TO-UNDO|FAILED> <what was found>
    Exit code 1: something could not be put back. Exit code 0 otherwise.
    What a package of the site or PowerShell of the rule's author changed is not put back.

.PARAMETER WhatIf
    Says what the script would change, and changes nothing.
#>
[CmdletBinding(SupportsShouldProcess)]
param()

$ErrorActionPreference = 'Stop'

# ---- The rule ----

$rule = @{
    Id = 'start-type'
    Undo = { Undo-Fact 'service DiagTrack start' { Write-ServiceStart 'DiagTrack' -Value $before } }
}

# ---- mderules library 0.1.0: 12 functions, the same bytes in every script, see library.ps1 ----

# Something was written, or time went by: from now on everything is read again.
function Clear-Known {
    $script:known = @{}
}

# Why something failed, whatever the display language: what this script threw, or the category or id of the error.
function Get-Reason {
    param($Failure)
    $category = "$($Failure.CategoryInfo.Category)"
    if ($category -eq 'OperationStopped') { return $Failure.FullyQualifiedErrorId }
    if ($category -eq 'NotSpecified') { return ($Failure.FullyQualifiedErrorId -split ',')[0] }
    $category
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

# Where nothing is left to put back, the rule forgets this device.
function Clear-Memory {
    $memory = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)"
    if ($WhatIfPreference -or -not (Test-Path -LiteralPath "$memory\Journal")) { return }
    if ((Get-Item -LiteralPath "$memory\Journal" -ErrorAction Stop).ValueCount -eq 0) {
        Remove-Item -LiteralPath $memory -Recurse -ErrorAction Stop
    }
}

# What the journal of the rule has of a fact.
function Get-JournalEntry {
    param([string]$Name)
    $key = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal"
    (Get-ItemProperty -LiteralPath $key -Name $Name -ErrorAction Stop).$Name | ConvertFrom-Json
}

# The names of the facts that the journal of the rule has an entry of.
function Get-JournalName {
    $key = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal"
    if (Test-Path -LiteralPath $key) { (Get-Item -LiteralPath $key -ErrorAction Stop).Property }
}

# Puts back one fact, if the journal has it, and then forgets the entry. With -WhatIf it only says so.
function Undo-Fact {
    param($Name, [scriptblock]$Restore)
    if (@(Get-JournalName) -notcontains "$Name") { return }
    $before = (Get-JournalEntry "$Name").Before
    $shown = if ($null -eq $before) { 'missing' } elseif ($before -is [string]) { $before } else { "$($before.Data)" }
    if ($WhatIfPreference) { return "would put back $Name to $shown" }
    Clear-Known
    $null = & $Restore
    Clear-Known
    $key = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal"
    Remove-ItemProperty -LiteralPath $key -Name "$Name" -ErrorAction Stop
    "put back $Name to $shown"
}

# Nothing is known of the device yet. A 32-bit host sees another registry: the script starts again in the 64-bit one.
function Initialize-Script {
    param([object[]]$Events, [string[]]$Option = '-NonInteractive', [string[]]$Argument)
    $script:known = @{}
    $script:queries = $Events
    if (-not $env:PROCESSOR_ARCHITEW6432) { return }
    $arguments = @('-NoProfile') + $Option + @('-File', "`"$PSCommandPath`"") + $Argument | Where-Object { $_ }
    if ($WhatIfPreference) { $arguments += '-WhatIf' }
    & "$env:SystemRoot\Sysnative\WindowsPowerShell\v1.0\powershell.exe" @arguments
    exit $LASTEXITCODE
}

# Puts back what the remediation of a rule changed, and says what that was. The exit code is 1 where that failed.
function Invoke-Undo {
    param([hashtable]$Rule)
    Initialize-Script
    $result = Restore-Rule $Rule
    Write-Report -Id $Rule.Id -Result $result
    exit [int]($result.Status -eq 'FAILED')
}

# Puts back what the journal has of a rule, what was changed last first. With -WhatIf it only says so.
function Restore-Rule {
    param([hashtable]$Rule)
    $script:current = $Rule
    try {
        $entries = @(Get-JournalName | ForEach-Object { Get-JournalEntry $_ })
        $things = @($entries | ForEach-Object { $_.Each } | Where-Object { $_ } | Sort-Object -Unique)
        if ($things.Count -eq 0) { $things = @($null) }
        $done = @(foreach ($Each in $things) { & $Rule.Undo })
        Clear-Memory
        $status = if ($done.Count -gt 0) { 'UNDONE' } else { 'NOTHING-TO-UNDO' }
        if ($WhatIfPreference) { $status = 'WHAT-IF' }
        @{ Status = $status; Text = $done -join '; ' }
    } catch {
        @{ Status = 'FAILED'; Text = Get-Reason $_ }
    }
}

# The last line of output: ASCII, one line, no longer than a portal keeps.
function Write-Report {
    param([string]$Id, [hashtable]$Result)
    $line = "mderules $Id $($Result.Status) $($Result.Text)" -replace '[^ -~]', '?'
    if ($line.Length -gt 2048) { $line = $line.Substring(0, 2045) + '...' }
    Write-Output $line
}

# sc.exe rather than Set-Service: it knows the delayed start and tells the service manager at once.
function Write-ServiceStart {
    param([string]$Name, [string]$Value)
    $words = @{ automatic = 'auto'; 'automatic-delayed' = 'delayed-auto'; manual = 'demand'; disabled = 'disabled' }
    $option = 'config', "`"$Name`"", 'start=', $words[$Value]
    $code = Invoke-Program -Path "$env:SystemRoot\System32\sc.exe" -Argument $option -TimeoutSeconds 60
    if ($code -ne 0) { throw "sc.exe config $Name returned $code" }
}

Invoke-Undo $rule
