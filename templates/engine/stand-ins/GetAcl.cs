using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using Mderules.StandIns;

namespace Microsoft.PowerShell.Commands
{
    /// <summary>Get-Acl with the parameters of Windows PowerShell 5.1, for registry keys, files and folders: what it returns has its Sddl.</summary>
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
                // The engine resolves the root of a drive of such a provider to no path.
                if (path.Length == 3 && path.EndsWith(@":\", StringComparison.Ordinal))
                {
                    WriteFileDescriptor(machine, path, path);
                    continue;
                }
                ProviderInfo provider;
                PSDriveInfo drive;
                string inner = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out drive);
                if (provider.Name == "FileSystem")
                {
                    WriteFileDescriptor(machine, path, inner);
                    continue;
                }
                if (provider.Name != "Registry") throw machine.NotSupported("Get-Acl of " + path);
                try { WriteDescriptor(machine, path, machine.Registry.Open(inner, false)); }
                catch (SecurityException denied)
                {
                    WriteError(new ErrorRecord(denied, denied.GetType().FullName, ErrorCategory.PermissionDenied, path));
                }
            }
        }

        void WriteFileDescriptor(Machine machine, string path, string file)
        {
            string state = machine.Files.PackageState(file);
            if (state == "unreadable")
            {
                UnauthorizedAccessException denied = new UnauthorizedAccessException(Messages.Of(
                    "Attempted to perform an unauthorized operation.", "Tentative d'ex\u00e9cution d'une op\u00e9ration non autoris\u00e9e."));
                WriteError(new ErrorRecord(denied, denied.GetType().FullName, ErrorCategory.PermissionDenied, path));
            }
            else if (machine.Files.File(file) == null && !machine.Files.IsFolder(file)) WriteMissing(path);
            else WriteSddl(FileSddl(machine, file, state));
        }

        /// <summary>As on Windows: everybody may make folders in the root of the drive, and nothing where programs are.</summary>
        static string FileSddl(Machine machine, string file, string state)
        {
            if (machine.Files.File(file) != null) return "O:BAG:SYD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;" + (state == "open" ? "0x1301bf" : "0x1200a9") + ";;;BU)";
            const string installer = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
            if (file.TrimEnd('\\').Length == 2)
                return "O:" + installer + "G:" + installer + "D:PAI(A;;LC;;;AU)(A;OICIIO;SDGXGWGR;;;AU)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)";
            return "O:" + installer + "G:" + installer + "D:PAI(A;;FA;;;" + installer + ")(A;CIIO;GA;;;" + installer + ")(A;;0x1301bf;;;SY)(A;OICIIO;GA;;;SY)(A;;0x1301bf;;;BA)(A;OICIIO;GA;;;BA)(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)(A;OICIIO;GA;;;CO)(A;;0x1200a9;;;AC)";
        }

        void WriteDescriptor(Machine machine, string path, string key)
        {
            if (key == null)
            {
                WriteMissing(path);
                return;
            }
            WriteSddl(Sddl(machine.Registry.Writers(key)));
        }

        void WriteMissing(string path)
        {
            ItemNotFoundException missing = new ItemNotFoundException(Messages.Of(
                "Cannot find path '{0}' because it does not exist.",
                "Impossible de trouver le chemin d'acc\u00e8s \u00ab {0} \u00bb, car il n'existe pas.", path));
            WriteError(new ErrorRecord(missing, "GetAcl_PathNotFound", ErrorCategory.ObjectNotFound, path));
        }

        void WriteSddl(string text)
        {
            PSObject descriptor = new PSObject();
            descriptor.Properties.Add(new PSNoteProperty("Sddl", text));
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
