using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using Mderules.StandIns;

namespace Microsoft.PowerShell.Commands
{
    /// <summary>Get-Acl with the parameters of Windows PowerShell 5.1, for registry keys: what it returns has its Sddl.</summary>
    [Cmdlet("Get", "Acl", DefaultParameterSetName = "ByPath")]
    public sealed class GetAclCommand : PSCmdlet
    {
        [Parameter(Position = 0, ParameterSetName = "ByPath", ValueFromPipelineByPropertyName = true)]
        public string[] Path { get; set; }

        [Parameter(ParameterSetName = "ByInputObject", Mandatory = true)]
        public PSObject InputObject { get; set; }

        [Parameter(ParameterSetName = "ByLiteralPath", ValueFromPipelineByPropertyName = true)]
        [Alias("PSPath")]
        public string[] LiteralPath { get; set; }

        [Parameter]
        public SwitchParameter Audit { get; set; }

        [Parameter]
        public SwitchParameter AllCentralAccessPolicies { get; set; }

        [Parameter]
        public string Filter { get; set; }

        [Parameter]
        public string[] Include { get; set; }

        [Parameter]
        public string[] Exclude { get; set; }

        protected override void ProcessRecord()
        {
            Machine machine = Machine.Current;
            Unsupported.Refuse(this, "LiteralPath");
            foreach (string path in LiteralPath)
            {
                ProviderInfo provider;
                PSDriveInfo drive;
                string inner = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out drive);
                if (provider.Name != "Registry") throw machine.NotSupported("Get-Acl of " + path);
                try { WriteDescriptor(machine, path, machine.Registry.Open(inner, false)); }
                catch (SecurityException denied)
                {
                    WriteError(new ErrorRecord(denied, denied.GetType().FullName, ErrorCategory.PermissionDenied, path));
                }
            }
        }

        void WriteDescriptor(Machine machine, string path, string key)
        {
            if (key == null)
            {
                ItemNotFoundException missing = new ItemNotFoundException(Messages.Of(
                    "Cannot find path '{0}' because it does not exist.",
                    "Impossible de trouver le chemin d'acc\u00e8s \u00ab {0} \u00bb, car il n'existe pas.", path));
                WriteError(new ErrorRecord(missing, "GetAcl_PathNotFound", ErrorCategory.ObjectNotFound, path));
                return;
            }
            PSObject descriptor = new PSObject();
            descriptor.Properties.Add(new PSNoteProperty("Sddl", Sddl(machine.Registry.Writers(key))));
            WriteObject(descriptor);
        }

        /// <summary>
        /// As below HKLM: entries for keys below (IO) say nothing about the key itself, and rights stand as letters or as a number.
        /// </summary>
        static string Sddl(KeyValuePair<bool, bool> writers)
        {
            string system = writers.Key ? "(A;OICI;KA;;;SY)" : "(A;OICI;KR;;;SY)";
            string administrators = writers.Value ? "(A;CI;0xf003f;;;BA)" : "(A;CI;0x20019;;;BA)";
            return "O:SYG:SYD:PAI(A;CIIO;GA;;;CO)" + system + "(A;CIIO;GA;;;BA)" + administrators + "(A;CI;KR;;;BU)(A;CI;KR;;;AC)S:AI(AU;CISA;KA;;;WD)";
        }
    }
}
