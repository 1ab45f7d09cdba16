<#
.SYNOPSIS
    The sensor is running

.DESCRIPTION
    Detection script of the rule sensor-runs (warning). It changes nothing.

    Why:          A tool switched it off.
    Applies when: sensor-expected
    Symptom:      event 15 from WDATPOnboarding in Application level error within 7 days where (data 1 contains 577)
    Check:        service Sense start is automatic
    Check:        service Sense state is running
    Repairs when: always: A sample is tried on no device of anybody.
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

    The last line of output, with HEALTHY, UNHEALTHY, NOT-APPLICABLE, UNKNOWN for <status>:
        mderules sensor-runs <status> <what was found>
    Exit code 1: unhealthy. Exit code 0: healthy, not applicable or unknown;
    what cannot be read is unknown and never leads to a repair.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'

# ---- The rule ----

$events = @(
    @{ Id = 15; From = 'WDATPOnboarding'; In = 'Application'; Within = 604800 }
)

$rule = @{
    Id = 'sensor-runs'
    Since = { Get-LastFix }
    Applies = { Test-SensorExpected }
    Symptoms = {
        Test-Event @{
            Id = 15; From = 'WDATPOnboarding'; In = 'Application'; Within = 604800; Level = 'error'
            Where = { Test-EventData $_ 1 -Expect 'text with', 577 }
        }
    }
    Checks = {
        Test-Fact 'service Sense start' { Get-ServiceStart 'Sense' } -Expect 'is', 'automatic'
        Test-Fact 'service Sense state' { Get-ServiceState 'Sense' } -Expect 'is', 'running'
    }
}

function Test-SensorExpected {
    Test-All @(
        Test-Fact 'windows build' { Get-WindowsBuild } -Expect '>=', 14393
        Test-Fact 'registry HKLM\SOFTWARE\Contoso Exempt from it''s check' {
            Get-RegistryData 'HKLM\SOFTWARE\Contoso' 'Exempt from it''s check'
        } -Expect 'missing'
    )
}

# ---- mderules library 0.1.0: 28 functions, the same bytes in every script, see library.ps1 ----

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

# A datum of an event, by position from 1 or by name; never read from the message, which is in the display language.
function Get-EventData {
    param($Entry, $Key)
    if ($Key -is [int]) {
        if ($Entry.Properties.Count -ge $Key) { "$($Entry.Properties[$Key - 1].Value)" }
        return
    }
    if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') { throw 'needs FullLanguage' }
    ([xml]$Entry.ToXml()).Event.EventData.Data | Where-Object { $_.Name -eq $Key } | ForEach-Object { "$($_.'#text')" }
}

# When this rule's remediation last succeeded; events before that are history.
function Get-LastFix {
    $time = Get-RegistryData -Key "HKLM\SOFTWARE\mderules\$($script:current.Id)" -Name 'LastFix'
    if ($null -ne $time) { [datetime]$time }
}

# The events that count, newest first: none older than Within seconds, none up to the newest of Since, and none that is
# history, unless Ever. Those of a log are read together and once, without a limit, so that many of one id hide none of
# another.
function Get-LoggedEvent {
    param([hashtable]$Query, [switch]$Ever)
    $earliest = (Get-Date).AddSeconds(-$Query.Within)
    $end = if ($script:current.Since -and -not $Ever) { & $script:current.Since }
    if ($null -ne $end -and $end -gt $earliest) { $earliest = $end }
    $last = if ($Query.Since) { @(Get-LoggedEvent $Query.Since -Ever)[0] }
    $level = @{ critical = 1; error = 2; warning = 3; information = 4 }["$($Query.Level)"]
    $found = (Read-Log $Query)["$($Query.Id)"]
    $found | Where-Object {
        $_.TimeCreated -ge $earliest -and $level -in $null, $_.Level -and
        (-not $Query.Where -or (& $Query.Where)) -and (-not $last -or (Test-Newer -Entry $_ -Than $last))
    }
}

# How reports name the events of a query, and what they came after.
function Get-QueryName {
    param([hashtable]$Query, [string]$Property)
    $since = $Query.Since
    $place = "from $($Query.From) in $($Query.In)"
    $name = "event $($Query.Id)$Property $place"
    if (-not $since) { return $name }
    $other = "from $($since.From) in $($since.In)"
    "$name since event $($since.Id)" + $(if ($other -cne $place) { " $other" })
}

# The events of a log and a provider that this script asks for, by their ids.
function Read-Log {
    param([hashtable]$Query)
    $log = $script:queries | Where-Object { $_.In -eq $Query.In -and $_.From -eq $Query.From }
    $log = $log | Where-Object { $_.Id -contains $Query.Id }
    Get-Once "events $($log.Id) from $($log.From) in $($log.In)" {
        $earliest = (Get-Date).AddSeconds(-$log.Within)
        $filter = @{ LogName = $log.In; ProviderName = $log.From; Id = $log.Id; StartTime = $earliest }
        $entries = try {
            Get-WinEvent -FilterHashtable $filter -ErrorAction Stop | Group-Object -Property Id -AsHashTable -AsString
        } catch {
            # A log or a provider that does not exist has logged nothing.
            $nothing = '^(NoMatching(Events|Logs|Providers)Found|LogsAndProvidersDontOverlap)'
            if ($_.FullyQualifiedErrorId -notmatch $nothing) { throw }
        }
        if ($entries) { $entries } else { @{} }
    }
}

# Whether an event was logged.
function Test-Event {
    param([hashtable]$Query, [string]$Expect = 'present')
    Test-Fact -Name (Get-QueryName $Query) -Expect $Expect -Read { if (Get-LoggedEvent $Query) { 'present' } }
}

# Whether a datum of an event is as expected.
function Test-EventData {
    param($Entry, $Key, [object[]]$Expect)
    Test-Value -Found (Get-EventData -Entry $Entry -Key $Key) -Expect $Expect
}

# Whether an event came after another one; of two with the same time its log tells which came later.
function Test-Newer {
    param($Entry, $Than)
    if ($Entry.TimeCreated -ne $Than.TimeCreated) { return $Entry.TimeCreated -gt $Than.TimeCreated }
    $Entry.LogName -eq $Than.LogName -and $Entry.RecordId -gt $Than.RecordId
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

# Says what is found of a rule. The exit code is 1 where it is unhealthy.
function Invoke-Detection {
    param([hashtable]$Rule, [object[]]$Events)
    Initialize-Script -Events $Events
    $result = Get-Verdict $Rule
    Write-Report -Id $Rule.Id -Result $result
    exit [int]($result.Status -eq 'UNHEALTHY')
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

# running, stopped, start-pending ...; nothing where the service is missing. One that may not be queried is "not found"
# too, but it has its key.
function Get-ServiceState {
    param([string]$Name)
    if ($Name -match '[*?\[\]"\\/]') { throw 'not the name of a service' }
    $service = Get-Once "service $Name" {
        try {
            Get-Service -Name $Name -ErrorAction Stop
        } catch {
            if ($_.FullyQualifiedErrorId -notlike 'NoServiceFoundForGivenName*') { throw }
            $key = "HKLM\SYSTEM\CurrentControlSet\Services\$Name"
            if ($null -ne (Get-RegistryItem $key)) { throw 'PermissionDenied' }
        }
    }
    if ($null -eq $service) { return }
    switch ("$($service.Status)") {
        'StartPending' { 'start-pending' }
        'StopPending' { 'stop-pending' }
        'ContinuePending' { 'continue-pending' }
        'PausePending' { 'pause-pending' }
        default { $_.ToLowerInvariant() }
    }
}

# The build of Windows.
function Get-WindowsBuild {
    $build = Get-RegistryData -Key 'HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion' -Name 'CurrentBuildNumber'
    if ($null -ne $build) { [int]$build }
}

Invoke-Detection $rule -Events $events
