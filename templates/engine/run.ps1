# Runs the scripts of a sequence one after the other, and takes down what an agent would see of each.

function Invoke-Sequence {
    param($Sequence, [hashtable] $Session, [hashtable] $StandIns)

    $machine = $StandIns['Mderules.StandIns.Machine']::new($Sequence['device'], [datetime]::Parse($Sequence['now'], [cultureinfo]::InvariantCulture))
    $machine.French = $Sequence['culture'] -eq 'fr'
    foreach ($path in $Sequence['packages'].Keys) { $machine.Packages[$path.ToLowerInvariant()] = $Sequence['packages'][$path] }
    $culture = [cultureinfo]::GetCultureInfo($(if ($machine.French) { 'fr-FR' } else { 'en-US' }))
    [System.Threading.Thread]::CurrentThread.CurrentCulture = $culture
    [System.Threading.Thread]::CurrentThread.CurrentUICulture = $culture
    $runs = New-Object 'System.Collections.Generic.List[object]'
    foreach ($run in $Sequence['runs']) {
        $machine.Writes.Clear(); $machine.Violations.Clear(); $machine.Unsupported.Clear()
        $runs.Add((Invoke-Run -Run $run -Machine $machine -Session $Session -StandIns $StandIns))
    }
    return , $runs
}

function Invoke-Run {
    param($Run, $Machine, [hashtable] $Session, [hashtable] $StandIns)

    $began = $Machine.Now
    $runspace = [runspacefactory]::CreateRunspace($Session[$Machine.Device.ContainsKey('defender')])
    $runspace.ThreadOptions = 'UseCurrentThread'
    $runspace.Open()
    $Machine.Enter($runspace)
    try {
        $lookup = $StandIns['Mderules.StandIns.UnknownCommands'].GetMethod('Record')
        $runspace.SessionStateProxy.InvokeCommand.CommandNotFoundAction = $lookup.CreateDelegate([System.EventHandler[System.Management.Automation.CommandLookupEventArgs]])
        $runspace.SessionStateProxy.SetVariable('PSModuleAutoLoadingPreference', 'None')
        # What was loaded before stays FullLanguage, as signed modules do under application control.
        $runspace.SessionStateProxy.LanguageMode = $Run['languageMode']
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $parameters = @{}
        foreach ($name in $Run['parameters'].Keys) { $parameters[$name] = $Run['parameters'][$name] }
        $null = $shell.AddScript('param($path, $parameters) & $path @parameters *>&1').AddArgument($Run['script']).AddArgument($parameters)
        $output = New-Object 'System.Management.Automation.PSDataCollection[psobject]'
        $thrown = $null
        try { $shell.Invoke($null, $output) }
        catch {
            $thrown = $_.Exception
            if ($thrown -is [System.Management.Automation.MethodInvocationException]) { $thrown = $thrown.InnerException }
        }
        # An error that ends the script without `throw` comes out here; those that do not are among the output.
        if ($null -eq $thrown -and $shell.Streams.Error.Count -gt 0) { $thrown = $shell.Streams.Error[0] }
        $code = $runspace.SessionStateProxy.GetVariable('LASTEXITCODE')
        # Programs that the script started and did not wait for end too.
        $Machine.Processes.EndUntil([datetime]::MaxValue)
        $shell.Dispose()
    }
    finally {
        $Machine.Leave($runspace)
        $runspace.Dispose()
    }
    $result = Read-Streams -Output $output
    if ($null -ne $thrown) { $result['stderr'].AddRange([string[]](Format-Failure $thrown)) }
    $result['exitCode'] = if ($null -ne $thrown) { 1 } elseif ($null -ne $code) { $code } else { 0 }
    $result['elapsedSeconds'] = [long]($Machine.Now - $began).TotalSeconds
    $json = $StandIns['Mderules.StandIns.Json']
    foreach ($member in 'device', 'writes', 'violations', 'unsupported') { $result[$member] = $json::Parse($json::Write($Machine.$member)) }
    $result
}

# powershell.exe writes every stream but the one of errors to its standard output, in order.
function Read-Streams {
    param($Output)

    $stdout = New-Object 'System.Collections.Generic.List[string]'
    $stderr = New-Object 'System.Collections.Generic.List[string]'
    $host_ = New-Object 'System.Collections.Generic.List[string]'
    foreach ($item in $Output) {
        $base = if ($null -ne $item) { $item.psobject.BaseObject }
        if ($base -is [System.Management.Automation.ErrorRecord]) { $stderr.AddRange([string[]](Format-Failure $base.Exception $base)); continue }
        if ($base -is [System.Management.Automation.WarningRecord]) { $text = "WARNING: $($base.Message)" }
        elseif ($base -is [System.Management.Automation.VerboseRecord]) { $text = "VERBOSE: $($base.Message)" }
        elseif ($base -is [System.Management.Automation.DebugRecord]) { $text = "DEBUG: $($base.Message)" }
        elseif ($base -is [System.Management.Automation.InformationRecord]) { $text = "$($base.MessageData)" }
        elseif ($base -is [string]) { $stdout.AddRange([string[]]($base -split '\r?\n')); continue }
        else { $stdout.AddRange([string[]](($item | Out-String).TrimEnd() -split '\r?\n')); continue }
        $stdout.AddRange([string[]]($text -split '\r?\n'))
        $host_.AddRange([string[]]($text -split '\r?\n'))
    }
    @{ stdout = $stdout; stderr = $stderr; host = $host_ }
}

function Format-Failure {
    param($Exception, $Record)

    if ($Exception -is [System.Management.Automation.ErrorRecord]) { $Record = $Exception }
    if ($null -eq $Record -and $Exception -is [System.Management.Automation.IContainsErrorRecord]) { $Record = $Exception.ErrorRecord }
    $text = if ($null -ne $Record) { "$Record`n$($Record.InvocationInfo.PositionMessage)`n    + CategoryInfo          : $($Record.CategoryInfo)`n    + FullyQualifiedErrorId : $($Record.FullyQualifiedErrorId)" }
        else { "$Exception" }
    $text -split '\r?\n'
}
