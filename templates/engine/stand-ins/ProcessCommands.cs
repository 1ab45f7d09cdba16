using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Management.Automation;
using Mderules.StandIns;

namespace Microsoft.PowerShell.Commands
{
    /// <summary>Get-Process with the parameters of Windows PowerShell 5.1; -Name (without .exe) and -Id are answered.</summary>
    [Cmdlet("Get", "Process", DefaultParameterSetName = "Name")]
    public sealed class GetProcessCommand : PSCmdlet
    {
        [Parameter(Position = 0, ParameterSetName = "Name", ValueFromPipelineByPropertyName = true)]
        [Parameter(Position = 0, ParameterSetName = "NameWithUserName", ValueFromPipelineByPropertyName = true)]
        [Alias("ProcessName")]
        public string[] Name { get; set; }

        [Parameter(ParameterSetName = "Id", Mandatory = true, ValueFromPipelineByPropertyName = true)]
        [Parameter(ParameterSetName = "IdWithUserName", Mandatory = true, ValueFromPipelineByPropertyName = true)]
        [Alias("PID")]
        public int[] Id { get; set; }

        [Parameter(ParameterSetName = "InputObject", Mandatory = true, ValueFromPipeline = true)]
        [Parameter(ParameterSetName = "InputObjectWithUserName", Mandatory = true, ValueFromPipeline = true)]
        public DeviceProcess[] InputObject { get; set; }

        [Parameter(ParameterSetName = "NameWithUserName", Mandatory = true)]
        [Parameter(ParameterSetName = "IdWithUserName", Mandatory = true)]
        [Parameter(ParameterSetName = "InputObjectWithUserName", Mandatory = true)]
        public SwitchParameter IncludeUserName { get; set; }

        [Parameter(ParameterSetName = "Name", ValueFromPipelineByPropertyName = true)]
        [Parameter(ParameterSetName = "Id", ValueFromPipelineByPropertyName = true)]
        [Parameter(ParameterSetName = "InputObject", ValueFromPipelineByPropertyName = true)]
        [Alias("Cn")]
        public string[] ComputerName { get; set; }

        [Parameter(ParameterSetName = "Name")]
        [Parameter(ParameterSetName = "Id")]
        [Parameter(ParameterSetName = "InputObject")]
        public SwitchParameter Module { get; set; }

        [Parameter(ParameterSetName = "Name")]
        [Parameter(ParameterSetName = "Id")]
        [Parameter(ParameterSetName = "InputObject")]
        [Alias("FV", "FVI")]
        public SwitchParameter FileVersionInfo { get; set; }

        protected override void ProcessRecord()
        {
            Machine machine = Machine.Current;
            Unsupported.Refuse(this, "Name", "Id");
            if (Name == null && Id == null) throw machine.NotSupported("Get-Process without -Name or -Id");
            if (machine.IsUnreadable("process"))
            {
                Win32Exception denied = new Win32Exception(5, Messages.Of("Access is denied", "Acc\u00e8s refus\u00e9"));
                WriteError(new ErrorRecord(denied, denied.GetType().FullName, ErrorCategory.PermissionDenied, null));
                return;
            }
            foreach (string name in Name ?? new string[0]) WriteNamed(machine, name);
            foreach (int id in Id ?? new int[0]) WriteNumbered(machine, id);
        }

        void WriteNamed(Machine machine, string name)
        {
            WildcardPattern pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            List<DeviceProcess> found = machine.Processes.Running.FindAll(delegate(DeviceProcess one) { return pattern.IsMatch(one.ProcessName); });
            WriteObject(found, true);
            if (found.Count > 0 || WildcardPattern.ContainsWildcardCharacters(name)) return;
            ProcessErrors.WriteMissing(this, "NoProcessFoundForGivenName", name, Messages.Of(
                "Cannot find a process with the name \"{0}\". Verify the process name and call the cmdlet again.",
                "Impossible de trouver un processus nomm\u00e9 \u00ab {0} \u00bb. V\u00e9rifiez le nom du processus et appelez de nouveau l'applet de commande.", name));
        }

        void WriteNumbered(Machine machine, int id)
        {
            DeviceProcess found = machine.Processes.Running.Find(delegate(DeviceProcess one) { return one.Id == id; });
            if (found != null) WriteObject(found);
            else ProcessErrors.WriteMissing(this, "NoProcessFoundForGivenId", id, Messages.Of(
                "Cannot find a process with the process identifier {0}.",
                "Impossible de trouver un processus avec l'identificateur de processus {0}.", id));
        }
    }

    /// <summary>Wait-Process: moves the clock to the end of the process, or by the time-out.</summary>
    [Cmdlet("Wait", "Process", DefaultParameterSetName = "Name")]
    public sealed class WaitProcessCommand : PSCmdlet
    {
        [Parameter(ParameterSetName = "Id", Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
        [Alias("PID", "ProcessId")]
        public int[] Id { get; set; }

        [Parameter(ParameterSetName = "Name", Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
        [Alias("ProcessName")]
        public string[] Name { get; set; }

        [Parameter(ParameterSetName = "InputObject", Mandatory = true, ValueFromPipeline = true)]
        public DeviceProcess[] InputObject { get; set; }

        [Parameter(Position = 1)]
        [Alias("TimeoutSec")]
        [ValidateRange(0, 32767)]
        public int Timeout { get; set; }

        protected override void ProcessRecord()
        {
            Machine machine = Machine.Current;
            Unsupported.Refuse(this, "Id", "InputObject", "Timeout");
            bool bounded = MyInvocation.BoundParameters.ContainsKey("Timeout");
            foreach (DeviceProcess process in ProcessErrors.Chosen(this, machine, Id, InputObject))
            {
                if (process.HasExited) continue;
                if (process.IsOfDevice && !bounded) throw machine.NotSupported("Wait-Process without -Timeout for " + process.ProcessName);
                DateTime latest = bounded ? machine.Now + TimeSpan.FromSeconds(Timeout) : process.EndsAt;
                machine.Wait((!process.IsOfDevice && process.EndsAt < latest ? process.EndsAt : latest) - machine.Now);
                if (process.HasExited) continue;
                TimeoutException late = new TimeoutException(Messages.Of(
                    "This command stopped operation because process \"{0} ({1})\" is not stopped in the specified time-out.",
                    "Cette commande a arr\u00eat\u00e9 l'op\u00e9ration, car le processus \u00ab {0} ({1}) \u00bb n'est pas arr\u00eat\u00e9 dans le d\u00e9lai sp\u00e9cifi\u00e9.", process.ProcessName, process.Id));
                WriteError(new ErrorRecord(late, "ProcessNotTerminated", ErrorCategory.CloseError, process));
            }
        }
    }

    /// <summary>Stop-Process: ends a process without what it would have done.</summary>
    [Cmdlet("Stop", "Process", DefaultParameterSetName = "Id", SupportsShouldProcess = true)]
    public sealed class StopProcessCommand : PSCmdlet
    {
        [Parameter(Position = 0, ParameterSetName = "Id", Mandatory = true, ValueFromPipelineByPropertyName = true)]
        public int[] Id { get; set; }

        [Parameter(ParameterSetName = "Name", Mandatory = true, ValueFromPipelineByPropertyName = true)]
        [Alias("ProcessName")]
        public string[] Name { get; set; }

        [Parameter(Position = 0, ParameterSetName = "InputObject", Mandatory = true, ValueFromPipeline = true)]
        public DeviceProcess[] InputObject { get; set; }

        [Parameter]
        public SwitchParameter PassThru { get; set; }

        [Parameter]
        public SwitchParameter Force { get; set; }

        protected override void ProcessRecord()
        {
            Machine machine = Machine.Current;
            Unsupported.Refuse(this, "Id", "InputObject", "Force");
            foreach (DeviceProcess process in ProcessErrors.Chosen(this, machine, Id, InputObject))
            {
                if (!process.HasExited && ShouldProcess(process.ProcessName + " (" + process.Id + ")", "Stop-Process")) machine.Processes.Stop(process);
            }
        }
    }

    public sealed class ProcessCommandException : Exception
    {
        public ProcessCommandException(string message) : base(message) { }
    }

    static class ProcessErrors
    {
        public static void WriteMissing(PSCmdlet cmdlet, string id, object target, string message)
        {
            cmdlet.WriteError(new ErrorRecord(new ProcessCommandException(message), id, ErrorCategory.ObjectNotFound, target));
        }

        public static List<DeviceProcess> Chosen(PSCmdlet cmdlet, Machine machine, int[] ids, DeviceProcess[] given)
        {
            List<DeviceProcess> chosen = new List<DeviceProcess>(given ?? new DeviceProcess[0]);
            foreach (int id in ids ?? new int[0])
            {
                DeviceProcess found = machine.Processes.Running.Find(delegate(DeviceProcess one) { return one.Id == id; });
                if (found != null) chosen.Add(found);
                else WriteMissing(cmdlet, "NoProcessFoundForGivenId", id, Messages.Of(
                    "Cannot find a process with the process identifier {0}.",
                    "Impossible de trouver un processus avec l'identificateur de processus {0}.", id));
            }
            return chosen;
        }
    }
}
