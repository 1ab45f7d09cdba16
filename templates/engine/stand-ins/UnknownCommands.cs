using System;
using System.Management.Automation;

namespace Mderules.StandIns
{
    /// <summary>
    /// Commands that are not there. They are recorded, because a script that catches the error would go on as if all were well.
    /// </summary>
    public static class UnknownCommands
    {
        /// <summary>
        /// The 64-bit powershell.exe, which only a 32-bit process finds at that path: runs the file in this process, as if in a 64-bit one.
        /// It is PowerShell and no cmdlet, because a file's `exit` must end that file only.
        /// </summary>
        const string startAgain = @"
            $file = $null
            $parameters = @{}
            for ($index = 0; $index -lt $args.Count; $index++) {
                if ($null -eq $file) {
                    if ($args[$index] -eq '-File') { $index++; $file = ""$($args[$index])"".Trim('""') }
                } else {
                    $parameters[""$($args[$index])"".Substring(1)] = $true
                }
            }
            $global:LASTEXITCODE = 0
            Enter-DeviceHost -Bits 64
            & $file @parameters
            Enter-DeviceHost -Bits 32";

        public static void Answer(object sender, CommandLookupEventArgs lookup)
        {
            string name = lookup.CommandName;
            // The engine also tries each name with "get-" before it. The antivirus may not be installed.
            if (name.StartsWith("get-", StringComparison.Ordinal) || Same(name, "Get-MpComputerStatus")) return;
            if (HostProcess.Is32Bit && Same(name, @"C:\Windows\Sysnative\WindowsPowerShell\v1.0\powershell.exe"))
            {
                lookup.CommandScriptBlock = ScriptBlock.Create(startAgain);
                return;
            }
            string file = name.Substring(name.LastIndexOf('\\') + 1);
            if (Same(file, "shutdown") || Same(file, "shutdown.exe")) Machine.Current.RecordViolation("restart: " + name);
            Machine.Current.NotSupported("the command " + name);
        }

        static bool Same(string one, string other) { return string.Equals(one, other, StringComparison.OrdinalIgnoreCase); }
    }
}
