# Runs a package of the site that nobody but administrators can have changed. It is judged by what it leaves behind,
# not by its exit code.
function Invoke-SitePackage {
    param([string]$Action, [string]$Path, [int]$TimeoutSeconds)
    if ($WhatIfPreference) { return @{ Would = "run the $Action package" } }
    $distrust = Get-PackageDistrust $Path
    if ($distrust) { return @{ Advice = "The $Action package was not run: $distrust." } }
    $system = "$env:SystemRoot\System32"
    $program = @{ Path = "$system\cmd.exe"; TimeoutSeconds = $TimeoutSeconds }
    # cmd.exe takes away the outer pair of quotes.
    $program.Argument = @('/d', '/c', "`"`"$Path`"`"")
    if ($Path -like '*.ps1') {
        $program.Path = "$system\WindowsPowerShell\v1.0\powershell.exe"
        $program.Argument = @('-NoProfile', '-NonInteractive', '-File', "`"$Path`"")
    }
    $code = Invoke-Program @program
    Clear-Known
    @{ Did = "ran the $Action package (exit code $code)" }
}
