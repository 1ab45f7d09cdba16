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
# Save reads what the journal needs besides the value, Makes the keys that the write makes.
function Repair-Fact {
    param(
        [string]$Memory, [string]$Name, [string]$Key, [switch]$Shared, [string]$Each, [string]$Value, $After,
        [scriptblock]$Read, [scriptblock]$Holds, [scriptblock]$Save, [scriptblock]$Makes, [scriptblock]$Write
    )
    $found = & $Read
    if (& $Holds) { return }
    $shown = Format-Value -Value $found
    if ($WhatIfPreference) { return @{ Would = "set $Name to $Value, now $shown" } }
    $entry = @{ Version = 2; Was = $found; Before = $found; After = $After; Made = @(if ($Makes) { & $Makes }) }
    if ($Save) { $entry.Before = & $Save }
    if ($Each) { $entry.Each = $Each }
    Save-Journal -Memory $Memory -Name $Name -Key $Key -Shared:$Shared -Entry $entry
    & $Write
    @{ Did = "set $Name to $Value, was $shown" }
}

# What the journal has under a name, nothing where it has nothing. An entry that does not say what was before is not
# sound. Those of mderules 0.1.0 have no version, and say neither what was read nor what the fix left.
function Get-JournalEntry {
    param([string]$Memory, [string]$Name)
    $text = Get-RegistryData -Key "$Memory\Journal" -Name $Name
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
    param([string]$Memory, [string]$Name, [string]$Key, [switch]$Shared, [hashtable]$Entry)
    $journal = "Registry::$Memory\Journal"
    if (-not (Test-Path -LiteralPath $journal)) { $null = New-Item -Path $journal -Force -ErrorAction Stop }
    foreach ($place in @($Key; if (-not $Shared) { $Name })) {
        $known = Get-JournalEntry -Memory $Memory -Name $place
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

# The fix, step by step. It returns what it did and what it leaves to a person.
function Repair-Rule {
    $memory = 'HKLM\SOFTWARE\mderules\start-type'
    $step = @{
        Name = 'service DiagTrack start'; Key = 'service "DiagTrack" start'; Value = 'automatic'; After = 'automatic'
        Read = { Get-ServiceStart -Name 'DiagTrack' }; Holds = { $found -eq 'automatic' }
        Write = { Write-ServiceStart -Name 'DiagTrack' -Value 'automatic' }
    }
    Repair-Fact @step -Memory $memory
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
