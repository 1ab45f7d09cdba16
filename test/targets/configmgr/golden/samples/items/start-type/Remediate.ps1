<#
.SYNOPSIS
    The diagnostic data service starts automatically

.DESCRIPTION
    Remediation script of the rule start-type (warning). It changes only what is named below.

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

    The only line of output is: mderules start-type <FIXED|RESTART-NEEDED|MANUAL> <what was found and done>
    Where a step fails, or the problem is still there, it ends in an error that is this line with FAILED.
    Without a problem the script changes nothing and prints the verdict. With -WhatIf it only says what it would do.
#>

# No parameters are declared: Run Scripts takes no script that has any, and the client of Configuration Manager may
# hand the discovered value over, which has to lead to no error. -WhatIf is looked for among the arguments instead.
if ($args -like '-w*') { $WhatIfPreference = $true }

$ErrorActionPreference = 'Stop'

# ---- The rule ----

$rule = @{
    Id = 'start-type'
    Applies = { Test-Fact 'windows build' { Get-WindowsBuild } -Expect '<', 17763 }
    Checks = { Test-Fact 'service DiagTrack start' { Get-ServiceStart 'DiagTrack' } -Expect 'is', 'automatic' }
    Fix = {
        Repair-Fact 'service DiagTrack start' -Key 'service "DiagTrack" start' -Read {
            Get-ServiceStart 'DiagTrack'
        } -Expect 'is', 'automatic' -Write {
            Write-ServiceStart 'DiagTrack' -Value 'automatic'
        }
    }
}

# ---- mderules library 0.1.0: 29 functions, the same bytes in every script, see library.ps1 ----

# Something was written, or time went by: from now on everything is read again.
function Clear-Known {
    $script:known = @{}
}

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

# Repairs what a rule finds. Only an error tells Configuration Manager that a remediation failed.
function Invoke-ItemRemediation {
    param([hashtable]$Rule, [object[]]$Events)
    Initialize-Script -Events $Events
    $result = Repair-Rule $Rule
    $line = Write-Report -Id $Rule.Id -Result $result
    if ($result.Status -eq 'FAILED') { throw $line }
    $line
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
# Save reads what the journal needs besides the value, Makes the keys that the write makes.
function Repair-Fact {
    param(
        $Name, $Key, [switch]$Shared, [scriptblock]$Read, [object[]]$Expect, $Shown, $After,
        [scriptblock]$Save, [scriptblock]$Makes, [scriptblock]$Write
    )
    Clear-Known
    $found = & $Read
    if (Test-Value -Found $found -Expect $Expect) { return }
    $change = "set $Name to $(Get-Expectation -Expect $Expect -Shown $Shown)"
    $was = Format-Value $found
    if ($WhatIfPreference) { return @{ Would = "$change, now $was" } }
    if ($Expect[0] -eq 'present') { $After = 'present' } elseif ($null -eq $After) { $After = $Expect[1] }
    $entry = @{ Version = 2; Was = $found; Before = $found; After = $After; Made = @(if ($Makes) { & $Makes }) }
    if ($Save) { $entry.Before = & $Save }
    if ($null -ne $Each) { $entry.Each = $Each }
    Save-Journal -Name "$Name" -Key "$Key" -Shared:$Shared -Entry $entry
    & $Write
    Clear-Known
    @{ Did = "$change, was $was" }
}

# What the journal has under a name, nothing where it has nothing. An entry that does not say what was before is not
# sound. Those of mderules 0.1.0 have no version, and say neither what was read nor what the fix left.
function Get-JournalEntry {
    param([string]$Name)
    $text = Get-RegistryData -Key "HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal" -Name $Name
    if ($null -eq $text) { return }
    $entry = $null
    try {
        if ("$text" -match '^\s*\{') { $entry = ConvertFrom-Json -InputObject "$text" }
    } catch {
        $entry = $null # No JSON.
    }
    $members = @($entry | ForEach-Object { $_.PSObject.Properties } | ForEach-Object { $_.Name })
    $isFirst = $members -notcontains 'Version'
    $wanted = if ($isFirst) { @('Before') } else { 'Was', 'Before', 'After' }
    $missing = @($wanted | Where-Object { $members -notcontains $_ })
    $was = if ($isFirst) { $entry.Before } else { $entry.Was }
    if ($isFirst -and $null -ne $was.Type) { $was = $was.Data }
    @{
        Text = "$text"
        Sound = $missing.Count -eq 0 -and ($isFirst -or $entry.Version -eq 2)
        IsFirst = $isFirst
        Each = $entry.Each
        Was = $was
        Before = $entry.Before
        After = $entry.After
        Made = @($entry.Made | Where-Object { $_ })
    }
}

# Keeps what a fact was, so that Undo.ps1 can put it back. Where the journal knows already what was before the first
# repair, that stays; an entry that is not sound is kept beside the new one.
function Save-Journal {
    param([string]$Name, [string]$Key, [switch]$Shared, [hashtable]$Entry)
    $journal = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal"
    if (-not (Test-Path -LiteralPath $journal)) { $null = New-Item -Path $journal -Force -ErrorAction Stop }
    foreach ($place in @($Key; if (-not $Shared) { $Name })) {
        $known = Get-JournalEntry $place
        if ($known.Sound) {
            $Entry.Was = $known.Was
            $Entry.Before = $known.Before
            $Entry.Made = @($known.Made + $Entry.Made | Sort-Object -Unique)
            break
        }
        if ($known -and $place -eq $Key) { $Entry.Replaced = $known.Text }
    }
    $text = ConvertTo-Json -Compress -Depth 4 -InputObject $Entry
    $null = New-ItemProperty -LiteralPath $journal -Name $Key -Value $text -PropertyType String -Force -ErrorAction Stop
}

# From now on, events up to this moment are history.
function Save-LastFix {
    $key = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)"
    if (-not (Test-Path -LiteralPath $key)) { $null = New-Item -Path $key -Force -ErrorAction Stop }
    $now = (Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ')
    $null = New-ItemProperty -LiteralPath $key -Name 'LastFix' -Value $now -PropertyType String -Force -ErrorAction Stop
    Clear-Known
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

# Where the guard forbids the fix, it only says what it would do and what is left to a person.
function Get-AdviceAlone {
    param([hashtable]$Rule, [hashtable]$Before, [string]$Objection)
    $WhatIfPreference = $true
    $notes = @()
    try {
        foreach ($Each in @($Before.Broken)) { & $Rule.Fix | ForEach-Object { $notes += $_ } }
    } catch {
        $null = $_ # What cannot be told is left out.
    }
    $would = @($notes | ForEach-Object { $_.Would } | Where-Object { $_ }) -join '; '
    if ($would) { $would = "A fix would $would" }
    $advice = @($notes | ForEach-Object { $_.Advice } | Where-Object { $_ }) -join ' '
    @{ Status = 'MANUAL'; Text = @($Before.Text, $Objection, $would, $advice | Where-Object { $_ }) -join '. ' }
}

# Why nothing is changed: the guard of a rule does not hold, or is unknown. It is asked of the device alone: what the
# rule repaired before makes no events history for it.
function Get-Objection {
    param([hashtable]$Rule)
    if (-not $Rule.Guard) { return }
    $script:current = @{ Id = $Rule.Id }
    $test = & $Rule.Guard.Test
    $script:current = $Rule
    if ($test.Truth) { return }
    $lead = if ($null -eq $test.Truth) { 'where it is unknown whether this is so' } else { 'where this is not so' }
    "Nothing is changed ${lead}: $($Rule.Guard.Name) ($($test.Text))"
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

# Evaluates a rule, repairs what is wrong and evaluates it again. With -WhatIf it only says what it would do.
function Repair-Rule {
    param([hashtable]$Rule)
    $notes = @()
    try {
        $before = Get-Verdict $Rule
        if ($before.Status -ne 'UNHEALTHY') { return $before }
        $objection = Get-Objection $Rule
        if ($objection) { return Get-AdviceAlone -Rule $Rule -Before $before -Objection $objection }
        foreach ($Each in @($before.Broken)) { & $Rule.Fix | ForEach-Object { $notes += $_ } }
        $did = @($notes | ForEach-Object { $_.Did; $_.Would } | Where-Object { $_ }) -join '; '
        $advice = @($notes | ForEach-Object { $_.Advice } | Where-Object { $_ }) -join ' '
        if ($WhatIfPreference) { return @{ Status = 'WHAT-IF'; Text = "$($before.Text). Would $did $advice" } }
        $restart = @($notes | Where-Object { $_.Restart }).Count -gt 0
        # Where nothing but the event shows the problem, it is history once the fix is done.
        if ($Rule.Marks -eq 'unchecked' -and $did -and -not $advice -and -not $restart) { Save-LastFix }
        $after = Get-Verdict $Rule
        if ($Rule.Marks -eq 'checked' -and $after.Status -eq 'HEALTHY' -and -not $restart) { Save-LastFix }
        $status = if ($after.Status -eq 'HEALTHY') { 'FIXED' } elseif ($advice) { 'MANUAL' } else { 'FAILED' }
        if ($restart) { $status = 'RESTART-NEEDED' }
        @{ Status = $status; Text = @($did, $after.Text, $advice | Where-Object { $_ }) -join '. ' }
    } catch {
        $said = @($notes | ForEach-Object { $_.Did; $_.Advice } | Where-Object { $_ })
        @{ Status = 'FAILED'; Text = (@(Get-Reason $_) + $said) -join '. ' }
    }
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

# sc.exe rather than Set-Service: it knows the delayed start and tells the service manager at once.
function Write-ServiceStart {
    param([string]$Name, [string]$Value)
    $words = @{ automatic = 'auto'; 'automatic-delayed' = 'delayed-auto'; manual = 'demand'; disabled = 'disabled' }
    $option = 'config', "`"$Name`"", 'start=', $words[$Value]
    $code = Invoke-Program -Path "$env:SystemRoot\System32\sc.exe" -Argument $option -TimeoutSeconds 60
    if ($code -ne 0) { throw "sc.exe config $Name returned $code" }
}

# The build of Windows.
function Get-WindowsBuild {
    $build = Get-RegistryData -Key 'HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion' -Name 'CurrentBuildNumber'
    if ($null -ne $build) { [int]$build }
}

Invoke-ItemRemediation $rule
