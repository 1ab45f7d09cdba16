using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Runtime.InteropServices;
using Mderules.StandIns;

namespace Mderules.StandIns
{
    /// <summary>A Log Analytics workspace, as the agent's COM object shows it.</summary>
    public sealed class CloudWorkspace
    {
        public CloudWorkspace(int status) { ConnectionStatus = status; }

        /// <summary>0 is connected.</summary>
        public int ConnectionStatus { get; private set; }

        public string ConnectionStatusText { get { return Messages.Of("Status {0}", "\u00c9tat {0}", ConnectionStatus); } }
    }

    /// <summary>AgentConfigManager.MgmtSvcCfg, the configuration of the Microsoft Monitoring Agent.</summary>
    public sealed class AgentConfiguration
    {
        readonly string status;

        public AgentConfiguration(string status) { this.status = status; }

        public CloudWorkspace[] GetCloudWorkspaces()
        {
            CloudWorkspace connected = new CloudWorkspace(0);
            return status == "connected" ? new[] { connected } : new[] { connected, new CloudWorkspace(2) };
        }
    }
}

namespace Microsoft.PowerShell.Commands
{
    /// <summary>New-Object: COM objects of the device, which ConstrainedLanguage forbids; all else is the real one's business.</summary>
    [Cmdlet("New", "Object", DefaultParameterSetName = "Net")]
    public sealed class NewObjectCommand : PSCmdlet
    {
        [Parameter(ParameterSetName = "Net", Mandatory = true, Position = 0)]
        public string TypeName { get; set; }

        [Parameter(ParameterSetName = "Com", Mandatory = true, Position = 0)]
        public string ComObject { get; set; }

        [Parameter(ParameterSetName = "Net", Position = 1)]
        [Alias("Args")]
        public object[] ArgumentList { get; set; }

        [Parameter(ParameterSetName = "Com")]
        public SwitchParameter Strict { get; set; }

        [Parameter]
        public IDictionary Property { get; set; }

        protected override void BeginProcessing()
        {
            if (ComObject != null) { WriteObject(Create(Machine.Current)); return; }
            using (System.Management.Automation.PowerShell real = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace))
            {
                real.AddCommand("New-RealObject").AddParameter("TypeName", TypeName);
                if (ArgumentList != null) real.AddParameter("ArgumentList", ArgumentList);
                if (Property != null) real.AddParameter("Property", Property);
                WriteObject(real.Invoke(), true);
                foreach (ErrorRecord error in real.Streams.Error) WriteError(error);
            }
        }

        object Create(Machine machine)
        {
            if (SessionState.LanguageMode != PSLanguageMode.FullLanguage)
            {
                PSNotSupportedException forbidden = new PSNotSupportedException(Messages.Of(
                    "Cannot create type. Only core types are supported in this language mode.",
                    "Impossible de cr\u00e9er le type. Seuls les types de base sont pris en charge dans ce mode de langage."));
                ThrowTerminatingError(new ErrorRecord(forbidden, "CannotCreateComTypeConstrained", ErrorCategory.PermissionDenied, null));
            }
            object status;
            if (!string.Equals(ComObject, "AgentConfigManager.MgmtSvcCfg", StringComparison.OrdinalIgnoreCase)) throw machine.NotSupported("New-Object -ComObject " + ComObject);
            if (machine.IsUnreadable("workspace")) Fail(unchecked((int)0x80070005), "Access is denied.", "Acc\u00e8s refus\u00e9.");
            if (!machine.Device.TryGetValue("workspace", out status)) Fail(unchecked((int)0x80040154), "Class not registered", "Classe non enregistr\u00e9e");
            return new AgentConfiguration((string)status);
        }

        void Fail(int code, string english, string french)
        {
            COMException failure = new COMException(Messages.Of(english, french), code);
            ThrowTerminatingError(new ErrorRecord(failure, "NoCOMClassIdentified", ErrorCategory.ResourceUnavailable, null));
        }
    }
}
