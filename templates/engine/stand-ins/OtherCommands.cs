using System;
using System.Management.Automation;
using Mderules.StandIns;

namespace Mderules.StandIns
{
    /// <summary>Get-MpComputerStatus, there only where the antivirus is. It is a CDXML function on Windows.</summary>
    [Cmdlet("Get", "MpComputerStatus")]
    public sealed class GetMpComputerStatusCommand : PSCmdlet
    {
        protected override void ProcessRecord() { WriteObject(CimClasses.Defender(Machine.Current), true); }
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
}
