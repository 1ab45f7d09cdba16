using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Mderules.StandIns
{
    /// <summary>The host a script runs in: the environment variables of a 64-bit or a 32-bit process.</summary>
    public static class HostProcess
    {
        static readonly Dictionary<string, string> variables = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            { "SystemRoot", @"C:\Windows" }, { "windir", @"C:\Windows" }, { "SystemDrive", "C:" }, { "ProgramData", @"C:\ProgramData" },
            { "ProgramW6432", @"C:\Program Files" }, { "ProgramFiles(x86)", @"C:\Program Files (x86)" }, { "ProgramFiles", @"C:\Program Files" },
            { "COMPUTERNAME", "DEVICE" }, { "TEMP", @"C:\Windows\Temp" }, { "TMP", @"C:\Windows\Temp" }, { "OS", "Windows_NT" },
            { "PROCESSOR_ARCHITECTURE", "AMD64" }, { "PROCESSOR_ARCHITEW6432", null }, { "PATH", "" }
        };

        /// <summary>Sets the environment of this process. Names are known in one case only outside Windows: that of the documentation.</summary>
        public static void Enter(bool is32Bit)
        {
            variables["ProgramFiles"] = is32Bit ? @"C:\Program Files (x86)" : @"C:\Program Files";
            variables["PROCESSOR_ARCHITECTURE"] = is32Bit ? "x86" : "AMD64";
            variables["PROCESSOR_ARCHITEW6432"] = is32Bit ? "AMD64" : null;
            foreach (KeyValuePair<string, string> variable in variables) Environment.SetEnvironmentVariable(variable.Key, variable.Value);
        }

        public static bool Is32Bit { get { return variables["PROCESSOR_ARCHITEW6432"] != null; } }

        /// <summary>Replaces %NAME% as Windows does, whatever the case of the name.</summary>
        public static string Expand(string text)
        {
            return Regex.Replace(text, "%([^%]+)%", delegate(Match match)
            {
                string value;
                return variables.TryGetValue(match.Groups[1].Value, out value) && value != null ? value : match.Value;
            });
        }
    }

    /// <summary>Enter-DeviceHost: what a script starts again in is a process of its own on Windows.</summary>
    [Cmdlet("Enter", "DeviceHost")]
    public sealed class EnterDeviceHostCommand : PSCmdlet
    {
        [Parameter(Mandatory = true)]
        public int Bits { get; set; }

        protected override void ProcessRecord() { HostProcess.Enter(Bits == 32); }
    }
}
