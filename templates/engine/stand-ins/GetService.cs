using System;
using System.Collections.Generic;
using System.Management.Automation;
using Mderules.StandIns;

namespace Mderules.StandIns
{
    /// <summary>As System.ServiceProcess.ServiceControllerStatus.</summary>
    public enum ServiceControllerStatus { Stopped = 1, StartPending = 2, StopPending = 3, Running = 4, ContinuePending = 5, PausePending = 6, Paused = 7 }

    /// <summary>As System.ServiceProcess.ServiceStartMode.</summary>
    public enum ServiceStartMode { Boot = 0, System = 1, Automatic = 2, Manual = 3, Disabled = 4 }

    /// <summary>A service as it was when Get-Service looked, like System.ServiceProcess.ServiceController.</summary>
    public sealed class ServiceController
    {
        readonly Machine machine;

        public ServiceController(Machine machine, Dictionary<string, object> service)
        {
            this.machine = machine;
            Name = (string)service["name"];
            Status = (ServiceControllerStatus)Enum.Parse(typeof(ServiceControllerStatus), ((string)service["state"]).Replace("-", ""), true);
        }

        public string Name { get; private set; }
        public string ServiceName { get { return Name; } }
        public string DisplayName { get { return Name; } }
        public ServiceControllerStatus Status { get; private set; }
        public ServiceStartMode StartType { get { return (ServiceStartMode)(int)(ServiceManager.StartValue(machine, Name) ?? 3); } }

        public void Refresh() { Status = new ServiceController(machine, ServiceManager.Find(machine, Name)).Status; }

        public override string ToString() { return Name; }
    }
}

namespace Microsoft.PowerShell.Commands
{
    public sealed class ServiceCommandException : Exception
    {
        public ServiceCommandException(string message) : base(message) { }
    }

    /// <summary>Get-Service with the parameters of Windows PowerShell 5.1. Only -Name is answered.</summary>
    [Cmdlet("Get", "Service", DefaultParameterSetName = "Default")]
    public sealed class GetServiceCommand : PSCmdlet
    {
        [Parameter(Position = 0, ParameterSetName = "Default", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
        [Alias("ServiceName")]
        public string[] Name { get; set; }

        [Parameter(Mandatory = true, ParameterSetName = "DisplayName")]
        public string[] DisplayName { get; set; }

        [Parameter(ParameterSetName = "InputObject", ValueFromPipeline = true)]
        public ServiceController[] InputObject { get; set; }

        [Parameter(ValueFromPipelineByPropertyName = true)]
        [Alias("Cn")]
        public string[] ComputerName { get; set; }

        [Parameter]
        [Alias("DS")]
        public SwitchParameter DependentServices { get; set; }

        [Parameter]
        [Alias("SDO", "ServicesDependedOn")]
        public SwitchParameter RequiredServices { get; set; }

        [Parameter]
        public string[] Include { get; set; }

        [Parameter]
        public string[] Exclude { get; set; }

        protected override void ProcessRecord()
        {
            Machine machine = Machine.Current;
            Unsupported.Refuse(this, "Name");
            if (Name == null) throw machine.NotSupported("Get-Service without -Name");
            foreach (string name in Name)
            {
                if (WildcardPattern.ContainsWildcardCharacters(name)) throw machine.NotSupported("Get-Service with a wildcard");
                Dictionary<string, object> service = ServiceManager.Find(machine, name);
                bool denied = machine.IsUnreadable("service:" + name);
                // Whom the service manager shows nothing, Get-Service tells that there is none.
                bool hidden = denied && machine.Registry.Exists(ServiceManager.ConfigurationKey(name));
                if (denied && !hidden) WriteDenied(name);
                else if (hidden || service == null) WriteMissing(name);
                else WriteObject(new ServiceController(machine, service));
            }
        }

        void WriteDenied(string name)
        {
            ServiceCommandException denied = new ServiceCommandException(Messages.Of(
                "Service '{0}' cannot be queried due to the following error: Access is denied",
                "Le service '{0}' ne peut pas \u00eatre interrog\u00e9 en raison de l'erreur suivante : Acc\u00e8s refus\u00e9", name));
            WriteError(new ErrorRecord(denied, "CouldNotGetServiceInfo", ErrorCategory.PermissionDenied, name));
        }

        void WriteMissing(string name)
        {
            ServiceCommandException missing = new ServiceCommandException(Messages.Of(
                "Cannot find any service with service name '{0}'.",
                "Impossible de trouver un service assorti du nom '{0}'.", name));
            WriteError(new ErrorRecord(missing, "NoServiceFoundForGivenName", ErrorCategory.ObjectNotFound, name));
        }
    }
}
