# Runs emitted scripts over stand-ins for Windows: sequences of runs from a JSON file, results to another.
# The runs of a sequence share a device and a clock; each has a runspace of its own, as each has a process of its own
# on a real device.
param(
    [Parameter(Mandatory)] [string] $JobsPath,
    [Parameter(Mandatory)] [string] $ResultsPath
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$namespace = 'Mderules.StandIns'

# Windows PowerShell 5.1 compiles C# 5; the option keeps the stand-ins to it in every PowerShell.
$compilation = @{
    Path           = @(Get-ChildItem -LiteralPath (Join-Path $PSScriptRoot 'stand-ins') -Filter '*.cs' | Sort-Object -Property Name).FullName
    PassThru       = $true
    IgnoreWarnings = $true
    WarningAction  = 'SilentlyContinue'
}
if ($PSVersionTable.PSEdition -ne 'Core') { $compilation['ReferencedAssemblies'] = 'System.Xml' }
else { $compilation['CompilerOptions'] = '/langversion:5', '/define:CORECLR', '/nowarn:0436', '/optimize' }
$standIns = @{}
foreach ($type in Add-Type @compilation) { $standIns[$type.FullName] = $type }
$json = $standIns["$namespace.Json"]

. (Join-Path $PSScriptRoot 'session.ps1')
. (Join-Path $PSScriptRoot 'run.ps1')

$batch = $json::Parse([System.IO.File]::ReadAllText($JobsPath))
$secondsPerScript = $batch['secondsPerScript']
$standIns["$namespace.French"]::Install()
$session = New-DeviceSession -StandIns $standIns
$results = New-Object 'System.Collections.Generic.List[object]'
foreach ($sequence in $batch['sequences']) {
    $results.Add((Invoke-Sequence -Sequence $sequence -Session $session -StandIns $standIns))
}
[System.IO.File]::WriteAllText($ResultsPath, $json::Write($results))
