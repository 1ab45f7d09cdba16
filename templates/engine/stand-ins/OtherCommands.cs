using System;
using System.Management.Automation;
using Mderules.StandIns;

namespace Mderules.StandIns
{
    /// <summary>Get-MpComputerStatus, there only where the antivirus is. It is a CDXML function on Windows.</summary>
    [Cmdlet("Get", "MpComputerStatus")]
    public sealed class GetMpComputerStatusCommand : PSCmdlet
    {
        protected override void ProcessRecord() { WriteObject(DefenderStatus.Read(Machine.Current)); }
    }

    /// <summary>A command that no emitted script may use: it is recorded as a broken law and fails.</summary>
    public abstract class ForbiddenCommand : PSCmdlet
    {
        [Parameter(ValueFromRemainingArguments = true)]
        public object[] Arguments { get; set; }

        [Parameter]
        public SwitchParameter Force { get; set; }

        protected override void ProcessRecord()
        {
            Machine.Current.RecordViolation("restart: " + MyInvocation.MyCommand.Name);
            throw new NotSupportedException("stand-in: " + MyInvocation.MyCommand.Name + " is forbidden");
        }
    }

    [Cmdlet("Restart", "Computer")]
    public sealed class RestartComputerCommand : ForbiddenCommand { }

    [Cmdlet("Stop", "Computer")]
    public sealed class StopComputerCommand : ForbiddenCommand { }

    /// <summary>Commands that are not there: recorded, because a script that catches the error would go on as if all were well.</summary>
    public static class UnknownCommands
    {
        public static void Record(object sender, CommandLookupEventArgs lookup)
        {
            // The engine also tries the name with "get-" before it.
            if (lookup.CommandName.StartsWith("get-", StringComparison.Ordinal)) return;
            string name = lookup.CommandName;
            if (name.Equals("Get-MpComputerStatus", StringComparison.OrdinalIgnoreCase)) return;
            string file = name.Substring(name.LastIndexOf('\\') + 1).ToLowerInvariant();
            if (file == "shutdown" || file == "shutdown.exe") Machine.Current.RecordViolation("restart: " + name);
            Machine.Current.NotSupported("the command " + name);
        }
    }
}
