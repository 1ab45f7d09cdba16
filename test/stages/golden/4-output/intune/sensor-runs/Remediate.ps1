<#
.SYNOPSIS
    The sensor is running

.DESCRIPTION
    Remediation script of the rule sensor-runs (warning). It changes only what is named below.

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

    The last line of output is: mderules sensor-runs <FIXED|RESTART-NEEDED|MANUAL|FAILED> <what was found>
    Exit code 1: a step failed, or the problem is still there. Exit code 0: all was done that a script can do.
    Without a problem the script changes nothing and reports the verdict of the detection.

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

# Kleene logic: 'all' is decided by a false term and 'any' by a true one, otherwise by an unknown one.
# The text is that of the terms that decided.
function Join-Test {
    param([bool]$Decisive, [object[]]$Tests)
    foreach ($truth in @($Decisive, $null, (-not $Decisive))) {
        $deciding = @($Tests | Where-Object { $truth -eq $_.Truth })
        if ($deciding.Count -gt 0) { return @{ Truth = $truth; Text = $deciding.Text -join '; ' } }
    }
}

function Test-All {
    param([object[]]$Tests)
    Join-Test -Decisive $false -Tests $Tests
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

# When Windows starts a service or driver, from its key; nothing where it is missing.
function Get-ServiceStart {
    param([string]$Name)
    $key = "HKLM\SYSTEM\CurrentControlSet\Services\$Name"
    $start = Get-RegistryData -Key $key -Name 'Start'
    if ($null -eq $start) { return }
    if ($start -eq 2 -and (Get-RegistryData -Key $key -Name 'DelayedAutostart') -eq 1) { return 'automatic-delayed' }
    if ($start -in 0..4) { @('boot', 'system', 'automatic', 'manual', 'disabled')[$start] } else { "$start" }
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

# The events that count, newest first. A log or a provider that does not exist has logged nothing.
function Get-LoggedEvent {
    param([hashtable]$Filter, [int]$WithinSeconds, [object[]]$NotBefore = @(), [scriptblock]$Where = { $true })
    $since = (Get-Date).AddSeconds(-$WithinSeconds)
    foreach ($time in $NotBefore) { if ($null -ne $time -and $time -gt $since) { $since = $time } }
    try {
        Get-WinEvent -FilterHashtable ($Filter + @{ StartTime = $since }) -MaxEvents 1000 -ErrorAction Stop |
            Where-Object { & $Where $_ }
    } catch {
        if ($_.FullyQualifiedErrorId -notmatch '^(NoMatching(Events|Logs|Providers)Found|LogsAndProvidersDontOverlap)') { throw }
    }
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
    $time = Get-RegistryData -Key 'HKLM\SOFTWARE\mderules\sensor-runs' -Name 'LastFix'
    if ($null -ne $time) { [datetime]$time }
}

function Get-WindowsBuild {
    $build = Get-RegistryData -Key 'HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion' -Name 'CurrentBuildNumber'
    if ($null -ne $build) { [int]$build }
}

# ---- The rule ----

# The verdict, and what it rests on.
function Get-Verdict {
    $applies = Test-All -Tests @(
        (Test-Fact -Name 'windows build' -Expected '>= 14393' -Read {
            Get-WindowsBuild
        } -Holds { ($null -ne $found -and $found -ge 14393) })
        (Test-Fact -Name 'registry HKLM\SOFTWARE\Contoso Exempt from it''s check' -Expected 'missing' -Read {
            Get-RegistryData -Key 'HKLM\SOFTWARE\Contoso' -Name 'Exempt from it''s check'
        } -Holds { $null -eq $found })
    )
    if ($false -eq $applies.Truth) { return @{ Verdict = 'NOT-APPLICABLE'; Text = $applies.Text } }
    $symptoms = Test-Fact -Name 'event 15 from WDATPOnboarding in Application' -Expected 'present' -Read {
        $filter = @{ LogName = 'Application'; ProviderName = 'WDATPOnboarding'; Id = 15; Level = 2 }
        if (Get-LoggedEvent -Filter $filter -WithinSeconds 604800 -NotBefore (Get-LastFix) -Where {
            param($entry)
            $data1 = Get-EventData -Entry $entry -Key 1
            ($data1 -is [string] -and $data1 -match '(?<![0-9])577(?![0-9])')
        }) { 'present' }
    } -Holds { $null -ne $found }
    if ($false -eq $symptoms.Truth) { return @{ Verdict = 'HEALTHY'; Text = $symptoms.Text } }
    $checks = Test-All -Tests @(
        (Test-Fact -Name 'service Sense start' -Expected 'automatic' -Read {
            Get-ServiceStart -Name 'Sense'
        } -Holds { $found -eq 'automatic' })
        (Test-Fact -Name 'service Sense state' -Expected 'running' -Read {
            Get-ServiceState -Name 'Sense'
        } -Holds { $found -eq 'running' })
    )
    if ($true -eq $checks.Truth) { return @{ Verdict = 'HEALTHY'; Text = $checks.Text } }
    $unknown = @($applies, $symptoms, $checks | Where-Object { $null -eq $_.Truth })
    if ($unknown.Count -gt 0) { return @{ Verdict = 'UNKNOWN'; Text = $unknown.Text -join '; ' } }
    @{ Verdict = 'UNHEALTHY'; Text = @($symptoms, $checks).Text -join '; ' }
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
    $key = 'Registry::HKLM\SOFTWARE\mderules\sensor-runs\Journal'
    if (-not (Test-Path -LiteralPath $key)) { $null = New-Item -Path $key -Force -ErrorAction Stop }
    $entry = ConvertTo-Json -Compress -InputObject @{ Before = $Before }
    $null = New-ItemProperty -LiteralPath $key -Name $Name -Value $entry -PropertyType String -Force -ErrorAction Stop
}

# From now on, events up to this moment are history.
function Save-LastFix {
    $key = 'Registry::HKLM\SOFTWARE\mderules\sensor-runs'
    if (-not (Test-Path -LiteralPath $key)) { $null = New-Item -Path $key -Force -ErrorAction Stop }
    $now = (Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ')
    $null = New-ItemProperty -LiteralPath $key -Name 'LastFix' -Value $now -PropertyType String -Force -ErrorAction Stop
}

# The fix, step by step. It returns what it did and what it leaves to a person.
function Repair-Rule {
    # when service Sense start is missing
    $when1 = Test-Fact -Name 'service Sense start' -Expected 'missing' -Read {
        Get-ServiceStart -Name 'Sense'
    } -Holds { $null -eq $found }
    if ($null -eq $when1.Truth) { throw "cannot choose the fix: $($when1.Text)" }
    elseif ($when1.Truth) {
        @{ Advice = 'Run the onboarding package of your organisation on the device again, elevated.' }
        @{ Advice = 'If it does not help, install the sensor.' }
    }
    else {
        $step = @{
            Name = 'service Sense start'; Value = 'automatic'; Read = { Get-ServiceStart -Name 'Sense' }
            Holds = { $found -eq 'automatic' }; Write = { Write-ServiceStart -Name 'Sense' -Value 'automatic' }
        }
        Repair-Fact @step
        $step = @{
            Name = 'service Sense state'; Value = 'running'; Read = { Get-ServiceState -Name 'Sense' }
            Holds = { $found -eq 'running' }
            Write = { Write-ServiceState -Name 'Sense' -Value 'running' -TimeoutSeconds 60 }
        }
        Repair-Fact @step
    }
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
        if ($after.Verdict -eq 'HEALTHY' -and -not $restart) { Save-LastFix }
        $status = if ($restart) { 'RESTART-NEEDED' } elseif ($after.Verdict -eq 'HEALTHY') { 'FIXED' } elseif ($advice) { 'MANUAL' } else { 'FAILED' }
        @{ Status = $status; Text = @($did, $after.Text, $advice | Where-Object { $_ }) -join '. ' }
    } catch {
        $said = @($notes | ForEach-Object { $_.Did; $_.Advice } | Where-Object { $_ })
        @{ Status = 'FAILED'; Text = (@(Get-Reason $_) + $said) -join '. ' }
    }
}

$result = Invoke-Repair
Write-Report -Status $result.Status -Text $result.Text
if ($result.Status -eq 'FAILED') { exit 1 }
exit 0
