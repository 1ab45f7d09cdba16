<#
.SYNOPSIS
    The sensor is running

.DESCRIPTION
    Undo script of the rule sensor-runs. It puts back what its remediation script changed on this device.

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

    The last line of output, with UNDONE, NOTHING-TO-UNDO, CHANGED, FAILED for <status>:
        mderules sensor-runs <status> <what was found>
    CHANGED: something is no longer as the remediation left it; it stays so, and its journal entry too.
    Exit code 1: something was not put back. Exit code 0 otherwise.
    What a package of the site or PowerShell of the rule's author changed is not put back.

.PARAMETER WhatIf
    Says what the script would change, and changes nothing.

.PARAMETER Force
    Puts back, too, what was changed after the remediation.
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch]$Force)

$ErrorActionPreference = 'Stop'

# ---- The rule ----

$rule = @{
    Id = 'sensor-runs'
    Undo = {
        Undo-Fact 'service Sense state' -Key 'service "Sense" state' -After 'running' -Read {
            Get-ServiceState 'Sense'
        } -Restore {
            Restore-ServiceState 'Sense' -Value $before -TimeoutSeconds 60
        }
        Undo-Fact 'service Sense start' -Key 'service "Sense" start' -After 'automatic' -Read {
            Get-ServiceStart 'Sense'
        } -Restore {
            Restore-ServiceStart 'Sense' -Value $before
        }
    }
}

# ---- mderules library 0.1.0: 23 functions, the same bytes in every script, see library.ps1 ----

# Something was written, or time went by: from now on everything is read again.
function Clear-Known {
    $script:known = @{}
}

# A value as reports show it; one that is long is cut.
function Format-Value {
    param($Value)
    if ($null -eq $Value) { 'missing' } else { "$Value" -replace '(?s)^(.{117}).{4,}$', '$1...' }
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
    Clear-Known
    $memory = "HKLM\SOFTWARE\mderules\$($script:current.Id)"
    $journal = Get-RegistryItem "$memory\Journal"
    if ($WhatIfPreference -or $null -eq $journal -or $journal.ValueCount -gt 0) { return }
    Remove-Item -LiteralPath "Registry::$memory" -Recurse -ErrorAction Stop
    Clear-Known
    $above = Get-RegistryItem ($memory -replace '\\[^\\]*$')
    if ($null -ne $above -and $above.ValueCount -eq 0 -and $above.SubKeyCount -eq 0) {
        Remove-Item -LiteralPath "Registry::$($above.Name)" -ErrorAction SilentlyContinue
        Clear-Known
    }
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

# The names of the entries in the journal of the rule.
function Get-JournalName {
    $item = Get-RegistryItem "HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal"
    if ($null -ne $item) { $item.Property }
}

# Whether two values are the same: a number is not the text of it.
function Test-SameValue {
    param($One, $Other)
    if ($null -eq $One -or $null -eq $Other) { return $null -eq $One -and $null -eq $Other }
    ($One -is [string]) -eq ($Other -is [string]) -and $One -ceq $Other
}

# Puts back one fact from the journal and then forgets the entry. What no longer is as the fix left it stays, unless
# -Force insists. With -WhatIf it only says what it would do. ReadLeft reads what else the fix left, Tidy removes what
# it made. After is what the rule sets, for entries of mderules 0.1.0; such an entry may be Shared with another fact.
function Undo-Fact {
    param(
        $Name, $Key, [switch]$Shared, [object[]]$After,
        [scriptblock]$Read, [scriptblock]$ReadLeft, [scriptblock]$Restore, [scriptblock]$Tidy
    )
    foreach ($place in @("$Key"; if (-not $Shared) { "$Name" })) {
        Clear-Known
        try {
            $entry = Get-JournalEntry $place
            if ($null -eq $entry) { continue }
            if (-not $entry.Sound) { throw 'its journal entry does not say what was before' }
            $before = $entry.Before
            $made = $entry.Made
            $left = if ($entry.IsFirst) { $After } else { , $entry.After }
            $found = & $Read
            $isPutBack = -not (Test-SameValue -One $found -Other $entry.Was)
            if ($isPutBack) {
                $now = if ($ReadLeft) { & $ReadLeft } else { $found }
                $isLeft = @($left | Where-Object { Test-SameValue -One $_ -Other $now }).Count -gt 0
                if (-not $isLeft -and -not $script:force) {
                    # There a variable in a text cannot be told from what it stands for.
                    $isFull = $ExecutionContext.SessionState.LanguageMode -eq 'FullLanguage'
                    if (-not $isFull -and @($left -like '*%*%*').Count -gt 0) { throw 'needs FullLanguage' }
                    $shown = @($left | ForEach-Object { Format-Value $_ }) -join ' or '
                    @{ Entry = $place; Left = "left $Name, which is $(Format-Value $now) and no longer $shown" }
                    continue
                }
                if ($WhatIfPreference) {
                    @{ Entry = $place; Did = "would put back $Name, now $(Format-Value $now)" }
                    continue
                }
                $null = & $Restore
                Clear-Known
            }
            if (-not $WhatIfPreference) {
                if ($Tidy) { $null = & $Tidy }
                $journal = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal"
                Remove-ItemProperty -LiteralPath $journal -Name $place -ErrorAction Stop
                Clear-Known
            }
            $did = if ($isPutBack) { "put back $Name to $(Format-Value (& $Read))" }
            @{ Entry = $place; Did = $did }
        } catch {
            @{ Entry = $place; Failed = "could not put back $Name ($(Get-Reason $_))" }
        }
    }
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

# Gives a value its data, or removes it.
function Write-RegistryData {
    param([string]$Key, [string]$Name, $Value, [string]$Type)
    $place = @{ LiteralPath = "Registry::$Key"; Name = $Name; ErrorAction = 'Stop' }
    if ($null -eq $Value) {
        Remove-ItemProperty @place
        return
    }
    if ($null -eq (Get-RegistryItem $Key)) { throw "the key $Key is missing" }
    $null = New-ItemProperty @place -Value $Value -PropertyType $Type -Force
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

# Puts back what the remediation of a rule changed. The exit code is 1 where something was not put back.
function Invoke-Undo {
    param([hashtable]$Rule, [bool]$Force)
    Initialize-Script -Argument $(if ($Force) { '-Force' })
    $result = Restore-Rule -Rule $Rule -Force $Force
    Write-Report -Id $Rule.Id -Result $result
    exit [int]($result.Status -in 'FAILED', 'CHANGED')
}

# Puts back what the journal has of a rule, what was changed last first. With -WhatIf it only says so.
function Restore-Rule {
    param([hashtable]$Rule, [bool]$Force)
    $script:current = $Rule
    $script:force = $Force
    $did = @()
    try {
        $entries = @(Get-JournalName | ForEach-Object { Get-JournalEntry $_ })
        $things = @($entries | ForEach-Object { $_.Each } | Where-Object { $_ -is [string] } | Sort-Object -Unique)
        if (-not $Rule.HasEach) { $things = @($null) }
        # What fails may succeed once the rest is put back: a service that is disabled does not start.
        do {
            $notes = @(foreach ($Each in $things) { & $Rule.Undo })
            $done = @($notes | ForEach-Object { $_.Did } | Where-Object { $_ })
            $did += $done
            $failed = @($notes | ForEach-Object { $_.Failed } | Where-Object { $_ })
        } while ($failed.Count -gt 0 -and $done.Count -gt 0 -and -not $WhatIfPreference)
        $known = @($notes | ForEach-Object { $_.Entry })
        $others = @(Get-JournalName | Where-Object { $known -notcontains $_ })
        $failed += @($others | ForEach-Object { "could not put back $_ (no fact that the rule sets)" })
        $left = @($notes | ForEach-Object { $_.Left } | Where-Object { $_ })
        Clear-Memory
        $status = if ($did.Count -gt 0) { 'UNDONE' } else { 'NOTHING-TO-UNDO' }
        if ($left.Count -gt 0) { $status = 'CHANGED' }
        if ($failed.Count -gt 0) { $status = 'FAILED' }
        if ($WhatIfPreference) { $status = 'WHAT-IF' }
        @{ Status = $status; Text = ($did + $left + $failed) -join '; ' }
    } catch {
        @{ Status = 'FAILED'; Text = (@(Get-Reason $_) + $did) -join '; ' }
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

# Puts back a start type. Those that sc.exe gives only to drivers, or to nothing, go to the service's key.
function Restore-ServiceStart {
    param([string]$Name, $Value)
    $start = switch ("$Value") {
        'boot' { 0 }
        'system' { 1 }
        { $_ -match '^\d{1,9}$' } { [int]$_ }
    }
    if ($null -ne $start) {
        Write-RegistryData -Key "HKLM\SYSTEM\CurrentControlSet\Services\$Name" -Name 'Start' -Value $start -Type 'DWord'
    } elseif ('automatic', 'automatic-delayed', 'manual', 'disabled' -contains $Value) {
        Write-ServiceStart -Name $Name -Value $Value
    } else {
        throw 'its journal entry has no start type of a service'
    }
}

# Puts back a state; for one on its way, the state it was on its way to.
function Restore-ServiceState {
    param([string]$Name, $Value, [int]$TimeoutSeconds)
    $states = @{
        running = 'running'; 'start-pending' = 'running'; 'continue-pending' = 'running'
        stopped = 'stopped'; 'stop-pending' = 'stopped'
        paused = 'paused'; 'pause-pending' = 'paused'
    }
    $state = $states["$Value"]
    if (-not $state) { throw 'its journal entry has no state of a service' }
    if ($state -eq 'paused' -and (Get-ServiceState $Name) -eq 'stopped') {
        Write-ServiceState -Name $Name -Value 'running' -TimeoutSeconds $TimeoutSeconds
    }
    Write-ServiceState -Name $Name -Value $state -TimeoutSeconds $TimeoutSeconds
}

# sc.exe rather than Set-Service: it knows the delayed start and tells the service manager at once.
function Write-ServiceStart {
    param([string]$Name, [string]$Value)
    $words = @{ automatic = 'auto'; 'automatic-delayed' = 'delayed-auto'; manual = 'demand'; disabled = 'disabled' }
    $option = 'config', "`"$Name`"", 'start=', $words[$Value]
    $code = Invoke-Program -Path "$env:SystemRoot\System32\sc.exe" -Argument $option -TimeoutSeconds 60
    if ($code -ne 0) { throw "sc.exe config $Name returned $code" }
}

# Starts, stops or pauses a service and waits, but not for ever, until it has the state.
function Write-ServiceState {
    param([string]$Name, [string]$Value, [int]$TimeoutSeconds)
    $verb = @{ running = 'start'; stopped = 'stop'; paused = 'pause' }[$Value]
    $code = Invoke-Program -Path "$env:SystemRoot\System32\sc.exe" -Argument $verb, "`"$Name`"" -TimeoutSeconds 60
    # 1056: runs already. 1062: is stopped already.
    if ($code -ne 0 -and $code -ne @{ start = 1056; stop = 1062 }[$verb]) { throw "sc.exe $verb $Name returned $code" }
    $end = (Get-Date).AddSeconds($TimeoutSeconds)
    Clear-Known
    while ((Get-ServiceState $Name) -ne $Value) {
        if ((Get-Date) -ge $end) { throw "service $Name state is $(Get-ServiceState $Name) after the time allowed" }
        Start-Sleep -Seconds 1
        Clear-Known
    }
}

Invoke-Undo $rule -Force $Force
