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

# ---- The rule ----

$rule = @{
    Id = 'start-type'
    Applies = { Test-Fact 'windows build' { Get-WindowsBuild } -Expect '<', 17763 }
    Checks = { Test-Fact 'service DiagTrack start' { Get-ServiceStart 'DiagTrack' } -Expect 'is', 'automatic' }
}

# ---- mderules library 0.1.0: 19 functions, the same bytes in every script, see library.ps1 ----

# A value as reports show it; one that is long is cut.
function Format-Value {
    param($Value)
    if ($null -eq $Value) { 'missing' } else { "$Value" -replace '(?s)^(.{117}).{4,}$', '$1...' }
}

# What is expected, in words, or the opposite of it. Shown stands in for values that cannot be printed as they are.
function Get-Expectation {
    param([object[]]$Expect, $Shown, [bool]$Opposite)
    $operator, $values = $Expect
    if ($Opposite) {
        $pairs = 'is', 'not', 'one of', 'none of', 'text with', 'text without', 'missing', 'present'
        $place = $pairs.IndexOf($operator)
        $operator = if ($place -ge 0) { $pairs[$place -bxor 1] } else { "not $operator" -replace '^not not ' }
    }
    if ($operator -in 'missing', 'present') { return $operator }
    $plain = @($values | ForEach-Object { if ($null -eq $_) { 'missing' } else { $_ } }) -join ', '
    "$operator $(if ($null -eq $Shown) { $plain } else { $Shown })" -replace '^is | $'
}

# Reads a thing once: what it was, or why it could not be read, is known until something is written.
function Get-Once {
    param([string]$Thing, [scriptblock]$Reading)
    if (-not $script:known.ContainsKey($Thing)) {
        $script:known[$Thing] = try { @{ Value = & $Reading } } catch { @{ Failure = $_ } }
    }
    if ($script:known[$Thing].Failure) { throw $script:known[$Thing].Failure }
    , $script:known[$Thing].Value
}

# Why something failed, whatever the display language: what this script threw, or the category or id of the error.
function Get-Reason {
    param($Failure)
    $category = "$($Failure.CategoryInfo.Category)"
    if ($category -eq 'OperationStopped') { return $Failure.FullyQualifiedErrorId }
    if ($category -eq 'NotSpecified') { return ($Failure.FullyQualifiedErrorId -split ',')[0] }
    $category
}

# Kleene logic: 'all' is decided by a false term and 'any' by a true one, otherwise by an unknown one.
# The texts are those of the terms that decided.
function Join-Test {
    param([bool]$Decisive, [object[]]$Tests)
    foreach ($truth in @($Decisive, $null, (-not $Decisive))) {
        $deciding = @($Tests | Where-Object { $truth -eq $_.Truth })
        if ($deciding.Count -eq 0) { continue }
        return @{ Truth = $truth; Text = $deciding.Text -join '; '; Denial = $deciding.Denial -join '; ' }
    }
}

# True where every term is, and decided by a false one.
function Test-All {
    param([object[]]$Tests)
    Join-Test -Decisive $false -Tests $Tests
}

# Reads a fact and compares it. Truth is $true, $false or, where the fact cannot be read, $null. Text says what was
# found and, where that is wrong, what was expected; Denial says the same of the opposite.
function Test-Fact {
    param($Name, [scriptblock]$Read, [object[]]$Expect, $Shown)
    try {
        $found = & $Read
        $truth = Test-Value -Found $found -Expect $Expect
    } catch {
        $text = "$Name cannot be read ($(Get-Reason $_))"
        return @{ Truth = $null; Text = $text; Denial = $text }
    }
    $right = "$Name is $(Format-Value $found)"
    $wrong = "$right, expected $(Get-Expectation -Expect $Expect -Shown $Shown -Opposite $truth)"
    if ($truth) { return @{ Truth = $true; Text = $right; Denial = $wrong } }
    @{ Truth = $false; Text = $wrong; Denial = $right }
}

# Whether a number or a version stands in an order; what is neither, or is missing, stands in none.
function Test-Order {
    param($Found, [string]$Operator, $Value)
    $known = if ($Value -is [version]) { $Found -as [version] } elseif ($Found -isnot [string]) { $Found }
    if ($null -eq $known) { return $false }
    switch -Wildcard ($Operator) {
        '*<' { $known -lt $Value }
        '*<=' { $known -le $Value }
        '*>' { $known -gt $Value }
        '*>=' { $known -ge $Value }
    }
}

# Whether two values are the same; text is never a number.
function Test-Same {
    param($Found, $Value)
    if ($null -eq $Value) { return $null -eq $Found }
    if ($Value -is [version]) { return $Value -eq ($Found -as [version]) }
    if ($Value -isnot [string]) { return ($Found -is [int] -or $Found -is [long]) -and $Found -eq $Value }
    $Found -is [string] -and $Found.ToUpperInvariant().Equals($Value.ToUpperInvariant())
}

# Whether text contains text, letter by letter and whatever the case, or a number with no digit beside it.
function Test-Text {
    param($Found, $Part)
    if ($Found -isnot [string]) { return $false }
    if ($Part -isnot [string]) { return $Found -match "(?<![0-9])$Part(?![0-9])" }
    $Found.ToUpperInvariant().Contains($Part.ToUpperInvariant())
}

# Whether a value is as expected: an operator, then values. Text is compared letter by letter, whatever the case.
function Test-Value {
    param($Found, [object[]]$Expect)
    $operator, $values = $Expect
    $holds = switch -Regex ($operator) {
        'missing|present' { $null -eq $Found; break }
        'text' { Test-Text -Found $Found -Part $values; break }
        '[<>]' { Test-Order -Found $Found -Operator $operator -Value $values; break }
        default { @($values | Where-Object { Test-Same -Found $Found -Value $_ }).Count -gt 0 -or -not $operator }
    }
    $holds -ne ($operator -match '^(present|not|none|text without)')
}

# Prints the value of the setting, one word and nothing that was found: the client hands it to the remediation, where
# text could become code. What cannot be read ends in an error, which fails the discovery: it is neither compliant nor a
# reason to repair.
function Invoke-Discovery {
    param([hashtable]$Rule, [object[]]$Events)
    Initialize-Script -Events $Events
    $result = Get-Verdict $Rule
    if ($result.Status -eq 'UNKNOWN') { throw (Write-Report -Id $Rule.Id -Result $result) }
    if ($result.Status -eq 'UNHEALTHY') { 'NonCompliant' } else { 'Compliant' }
}

# The data of a value, a number or text; nothing where the key or the value is missing. With -AsWritten it is unknown
# where it might not be as it was written: ConstrainedLanguage tells only what variables stand for.
function Get-RegistryData {
    param([string]$Key, [string]$Name, [switch]$AsWritten)
    $item = Get-RegistryItem $Key
    if ($null -eq $item -or $item.Property -notcontains $Name) { return }
    $isFull = $ExecutionContext.SessionState.LanguageMode -eq 'FullLanguage'
    if ($AsWritten -and -not $isFull) { throw 'needs FullLanguage' }
    $data = Get-Once "value $Key $Name" {
        , (Get-ItemProperty -LiteralPath "Registry::$Key" -Name $Name -ErrorAction Stop).$Name
    }
    if ($data -is [byte[]]) { return ($data | ForEach-Object { '{0:x2}' -f $_ }) -join '' }
    if ($data -is [string[]]) { return $data -join '; ' }
    # A DWORD above 2147483647 comes as unsigned, or as negative: modulo 2^32 it is the same number.
    if ($data -is [uint32] -or ($data -is [int] -and $data -lt 0)) { return ([long]$data + 4294967296) % 4294967296 }
    if ($data -isnot [string] -or -not $isFull) { return $data }
    $item.GetValue($Name, $null, 'DoNotExpandEnvironmentNames')
}

# A registry key; nothing where it is missing. A key that may not be opened is an error, not a missing key.
function Get-RegistryItem {
    param([string]$Key)
    Get-Once "key $Key" {
        try {
            Get-Item -LiteralPath "Registry::$Key" -ErrorAction Stop
        } catch {
            if ($_.CategoryInfo.Category -ne 'ObjectNotFound') { throw }
        }
    }
}

# The verdict of a rule, and what it rests on; what fails in it is unknown. OfThing: of one that events name, $Each.
function Get-Verdict {
    param([hashtable]$Rule, [switch]$OfThing)
    $script:current = $Rule
    try {
        $applies = if ($Rule.Applies) { & $Rule.Applies }
        if ($applies -and $false -eq $applies.Truth) { return @{ Status = 'NOT-APPLICABLE'; Text = $applies.Text } }
        if ($Rule.Each -and -not $OfThing) { return & $Rule.Each }
        $symptoms = if ($Rule.Symptoms) { Test-All @(& $Rule.Symptoms) }
        if ($symptoms -and $false -eq $symptoms.Truth) { return @{ Status = 'HEALTHY'; Text = $symptoms.Text } }
        $checks = if ($Rule.Checks) { Test-All @(& $Rule.Checks) }
        if ($checks -and $checks.Truth) { return @{ Status = 'HEALTHY'; Text = $checks.Text } }
        $unknown = @($applies, $symptoms, $checks | Where-Object { $_ -and $null -eq $_.Truth })
        if ($unknown.Count -gt 0) { return @{ Status = 'UNKNOWN'; Text = $unknown.Text -join '; ' } }
        $found = @($symptoms; $checks; if ($Rule.Reports) { & $Rule.Reports })
        @{ Status = 'UNHEALTHY'; Text = @($found | Where-Object { $_ }).Text -join '; ' }
    } catch {
        @{ Status = 'UNKNOWN'; Text = Get-Reason $_ }
    }
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

# The last line of output: ASCII, one line, no longer than a portal keeps.
function Write-Report {
    param([string]$Id, [hashtable]$Result)
    $line = "mderules $Id $($Result.Status) $($Result.Text)" -replace '[^ -~]', '?'
    if ($line.Length -gt 2048) { $line = $line.Substring(0, 2045) + '...' }
    Write-Output $line
}

# When Windows starts a service or driver, from its key; nothing where it is missing.
function Get-ServiceStart {
    param([string]$Name)
    if ($Name -match '[*?\[\]"\\/]') { throw 'not the name of a service' }
    $key = "HKLM\SYSTEM\CurrentControlSet\Services\$Name"
    $start = Get-RegistryData -Key $key -Name 'Start'
    if ($null -eq $start) { return }
    if ($start -eq 2 -and (Get-RegistryData -Key $key -Name 'DelayedAutostart') -eq 1) { return 'automatic-delayed' }
    if ($start -in 0..4) { @('boot', 'system', 'automatic', 'manual', 'disabled')[$start] } else { "$start" }
}

# The build of Windows.
function Get-WindowsBuild {
    $build = Get-RegistryData -Key 'HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion' -Name 'CurrentBuildNumber'
    if ($null -ne $build) { [int]$build }
}

Invoke-Discovery $rule
