# Runs the scripts of a sequence one after the other, and takes down what an agent would see of each.

function Invoke-Sequence {
    param($Sequence, [hashtable] $Session, [hashtable] $StandIns)

    $started = [datetime]::Parse($Sequence['now'], [cultureinfo]::InvariantCulture)
    $machine = $StandIns["$namespace.Machine"]::new($Sequence['device'], $started)
    $machine.French = $Sequence['culture'] -eq 'fr'
    foreach ($path in $Sequence['packages'].Keys) { $machine.Packages[$path.ToLowerInvariant()] = $Sequence['packages'][$path] }
    foreach ($service in $Sequence['serviceProcesses'].Keys) { $machine.ServiceProcesses[$service] = $Sequence['serviceProcesses'][$service] }
    # The engine keeps messages for the display language, numbers and dates for the other.
    $culture = [cultureinfo]::GetCultureInfo($(if ($machine.French) { 'fr-FR' } else { 'en-US' }))
    [System.Threading.Thread]::CurrentThread.CurrentCulture = $culture
    [System.Threading.Thread]::CurrentThread.CurrentUICulture = $culture
    $runs = New-Object 'System.Collections.Generic.List[object]'
    foreach ($run in $Sequence['runs']) { $runs.Add((Invoke-Run -Run $run -Machine $machine -Session $Session -StandIns $StandIns)) }
    return , $runs
}

function Invoke-Run {
    param($Run, $Machine, [hashtable] $Session, [hashtable] $StandIns)

    $Machine.Writes.Clear()
    $Machine.Violations.Clear()
    $Machine.Unsupported.Clear()
    $Machine.Wait([timespan]::FromSeconds($Run['afterSeconds']))
    $began = $Machine.Now
    foreach ($feature in $StandIns["$namespace.LaterFeatures"]::Find($Run['script'])) { $null = $Machine.NotSupported($feature) }
    $runspace = [runspacefactory]::CreateRunspace($Session[$Machine.Device.ContainsKey('defender')])
    $runspace.ThreadOptions = 'UseCurrentThread'
    $runspace.Open()
    $Machine.Enter($runspace)
    $StandIns["$namespace.HostProcess"]::Enter($Run['host'] -eq 32)
    try {
        $proxy = $runspace.SessionStateProxy
        $answer = $StandIns["$namespace.UnknownCommands"].GetMethod('Answer')
        $proxy.InvokeCommand.CommandNotFoundAction = $answer.CreateDelegate([System.EventHandler[System.Management.Automation.CommandLookupEventArgs]])
        $proxy.SetVariable('PSModuleAutoLoadingPreference', 'None')
        # 5.1 leaves text that looks like a date as it is.
        if ($PSVersionTable.PSVersion -ge [version] '7.5') { $proxy.SetVariable('PSDefaultParameterValues', @{ 'ConvertFrom-Json:DateKind' = 'String' }) }
        Set-DeviceLocation -Runspace $runspace
        # What was loaded before stays FullLanguage, as Windows' own modules do under application control.
        $proxy.LanguageMode = $Run['languageMode']
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $parameters = @{}
        foreach ($name in $Run['parameters'].Keys) { $parameters[$name] = $Run['parameters'][$name] }
        $null = $shell.AddScript('param($path, $parameters) & $path @parameters *>&1').AddArgument($Run['script']).AddArgument($parameters)
        $output = New-Object 'System.Management.Automation.PSDataCollection[psobject]'
        $thrown = Invoke-Shell -Shell $shell -Output $output -Machine $Machine -StandIns $StandIns
        $code = $proxy.GetVariable('LASTEXITCODE')
        # Programs that the script started and did not wait for end too.
        $Machine.Processes.EndUntil([datetime]::MaxValue)
    }
    finally {
        $Machine.Leave($runspace)
        $runspace.Dispose()
    }
    $result = Read-Streams -Output $output
    if ($null -ne $thrown) { $result['stderr'].AddRange([string[]](Format-Failure $thrown)) }
    $result['exitCode'] = if ($null -ne $thrown) { 1 } elseif ($null -ne $code) { $code } else { 0 }
    $result['elapsedSeconds'] = ($Machine.Now - $began).TotalSeconds
    # A copy: later runs go on with the same device.
    $json = $StandIns["$namespace.Json"]
    foreach ($member in 'device', 'writes', 'violations', 'unsupported') { $result[$member] = $json::Parse($json::Write($Machine.$member)) }
    $result
}

# Where an agent starts scripts. Stand-ins know their machine by the runspace that is the current one.
function Set-DeviceLocation {
    param($Runspace)

    $own = [runspace]::DefaultRunspace
    [runspace]::DefaultRunspace = $Runspace
    $null = $Runspace.SessionStateProxy.Path.SetLocation('C:\Windows\System32')
    [runspace]::DefaultRunspace = $own
}

# The error that ended the script, if one did.
function Invoke-Shell {
    param($Shell, $Output, $Machine, [hashtable] $StandIns)

    $watchdog = $StandIns["$namespace.Watchdog"]::new($Shell, $Machine, $secondsPerScript)
    try {
        $Shell.Invoke($null, $Output)
        # An error that ends the script without `throw` comes out here; those that do not end it are among the output.
        if ($Shell.Streams.Error.Count -gt 0) { $Shell.Streams.Error[0] }
    }
    catch {
        if ($_.Exception -is [System.Management.Automation.MethodInvocationException]) { $_.Exception.InnerException } else { $_.Exception }
    }
    finally {
        $watchdog.Dispose()
        $Shell.Dispose()
    }
}

# powershell.exe writes every stream but that of errors to its standard output, in order.
function Read-Streams {
    param($Output)

    $lines = @{}
    foreach ($name in 'stdout', 'stderr', 'host') { $lines[$name] = New-Object 'System.Collections.Generic.List[string]' }
    foreach ($item in $Output) {
        $record = if ($null -ne $item) { $item.psobject.BaseObject }
        if ($record -is [System.Management.Automation.ErrorRecord]) { $lines['stderr'].AddRange([string[]](Format-Failure $record)); continue }
        $fromHost = switch ($record) {
            { $_ -is [System.Management.Automation.WarningRecord] } { "WARNING: $($_.Message)" }
            { $_ -is [System.Management.Automation.VerboseRecord] } { "VERBOSE: $($_.Message)" }
            { $_ -is [System.Management.Automation.DebugRecord] } { "DEBUG: $($_.Message)" }
            { $_ -is [System.Management.Automation.InformationRecord] } { "$($_.MessageData)" }
        }
        $text = if ($null -ne $fromHost) { $fromHost } elseif ($record -is [string]) { $record } else { ($item | Out-String).TrimEnd() }
        $lines['stdout'].AddRange([string[]]($text -split '\r?\n'))
        if ($null -ne $fromHost) { $lines['host'].AddRange([string[]]($fromHost -split '\r?\n')) }
    }
    $lines
}

# An error as powershell.exe shows it. What is given is an error record or an exception.
function Format-Failure {
    param($Failure)

    $record = if ($Failure -is [System.Management.Automation.IContainsErrorRecord]) { $Failure.ErrorRecord } else { $Failure }
    if ($record -isnot [System.Management.Automation.ErrorRecord]) { return "$Failure" -split '\r?\n' }
    $place = if ($null -ne $record.InvocationInfo) { $record.InvocationInfo.PositionMessage -split '\r?\n' }
    "$record" -split '\r?\n'
    $place
    "    + CategoryInfo          : $($record.CategoryInfo)"
    "    + FullyQualifiedErrorId : $($record.FullyQualifiedErrorId)"
}
