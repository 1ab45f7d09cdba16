using System;
using System.Diagnostics;
using System.Management.Automation;
using Mderules.StandIns;

namespace Microsoft.PowerShell.Commands
{
    /// <summary>
    /// Start-Process with the parameters of Windows PowerShell 5.1, which has no -WhatIf here and does not heed $WhatIfPreference: a script
    /// has to.
    /// </summary>
    [Cmdlet("Start", "Process", DefaultParameterSetName = "Default")]
    public sealed class StartProcessCommand : PSCmdlet
    {
        [Parameter(Mandatory = true, Position = 0)]
        [ValidateNotNullOrEmpty]
        [Alias("PSPath")]
        public string FilePath { get; set; }

        [Parameter(Position = 1)]
        [Alias("Args")]
        [ValidateNotNullOrEmpty]
        public string[] ArgumentList { get; set; }

        [Parameter(ParameterSetName = "Default")]
        [Alias("RunAs")]
        public PSCredential Credential { get; set; }

        [Parameter]
        [ValidateNotNullOrEmpty]
        public string WorkingDirectory { get; set; }

        [Parameter(ParameterSetName = "Default")]
        [Alias("Lup")]
        public SwitchParameter LoadUserProfile { get; set; }

        [Parameter(ParameterSetName = "Default")]
        [Alias("nnw")]
        public SwitchParameter NoNewWindow { get; set; }

        [Parameter]
        public SwitchParameter PassThru { get; set; }

        [Parameter(ParameterSetName = "Default")]
        [Alias("RSE")]
        public string RedirectStandardError { get; set; }

        [Parameter(ParameterSetName = "Default")]
        [Alias("RSI")]
        public string RedirectStandardInput { get; set; }

        [Parameter(ParameterSetName = "Default")]
        [Alias("RSO")]
        public string RedirectStandardOutput { get; set; }

        [Parameter(ParameterSetName = "UseShellExecute")]
        [ValidateNotNullOrEmpty]
        public string Verb { get; set; }

        [Parameter]
        public SwitchParameter Wait { get; set; }

        [Parameter]
        public ProcessWindowStyle WindowStyle { get; set; }

        [Parameter(ParameterSetName = "Default")]
        public SwitchParameter UseNewEnvironment { get; set; }

        protected override void ProcessRecord()
        {
            Machine machine = Machine.Current;
            Unsupported.Refuse(this, "FilePath", "ArgumentList", "NoNewWindow", "PassThru", "Wait", "WindowStyle");
            if (NoNewWindow.IsPresent && MyInvocation.BoundParameters.ContainsKey("WindowStyle"))
            {
                Terminate(new InvalidOperationException(Messages.Of(
                    "Parameters \"{0}\" and \"{1}\" cannot be specified at the same time.",
                    "Les param\u00e8tres \u00ab {0} \u00bb et \u00ab {1} \u00bb ne peuvent pas \u00eatre sp\u00e9cifi\u00e9s en m\u00eame temps.", "-NoNewWindow", "-WindowStyle")));
            }
            // 5.1 joins the arguments with spaces and quotes nothing.
            string commandLine = ArgumentList == null ? "" : string.Join(" ", ArgumentList);
            Effect effect = Programs.Find(machine, FilePath, commandLine);
            if (effect == null)
            {
                Terminate(new InvalidOperationException(Messages.Of(
                    "This command cannot be run due to the error: The system cannot find the file specified.",
                    "Impossible d'ex\u00e9cuter cette commande en raison de l'erreur : Le fichier sp\u00e9cifi\u00e9 est introuvable.")));
            }
            string name = FilePath.Substring(FilePath.LastIndexOf('\\') + 1);
            DeviceProcess process = machine.Processes.Start(name, effect);
            if (Wait.IsPresent)
            {
                process.KeepHandle();
                machine.Wait(process.EndsAt - machine.Now);
            }
            if (PassThru.IsPresent) WriteObject(process);
        }

        void Terminate(InvalidOperationException exception)
        {
            ThrowTerminatingError(new ErrorRecord(exception, "InvalidOperationException", ErrorCategory.InvalidOperation, null));
        }
    }
}
