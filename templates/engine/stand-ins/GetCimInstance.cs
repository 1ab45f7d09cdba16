using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using Mderules.StandIns;

namespace Mderules.StandIns
{
    /// <summary>As Microsoft.Management.Infrastructure.CimException.</summary>
    public sealed class CimException : Exception
    {
        public CimException(string message, string messageId) : base(message) { MessageId = messageId; }
        public string MessageId { get; private set; }
    }

    /// <summary>The status of Microsoft Defender Antivirus as its own class names it.</summary>
    public static class DefenderStatus
    {
        public const string Namespace = @"root\microsoft\windows\defender";

        public static PSObject Read(Machine machine)
        {
            Dictionary<string, object> defender = machine.Section("defender");
            PSObject status = new PSObject();
            status.Properties.Add(new PSNoteProperty("AMProductVersion", defender["platform"]));
            status.Properties.Add(new PSNoteProperty("AMRunningMode", Mode((string)defender["mode"])));
            return status;
        }

        static string Mode(string mode)
        {
            switch (mode)
            {
                case "normal": return "Normal";
                case "passive": return "Passive Mode";
                case "sxs-passive": return "SxS Passive Mode";
                case "edr-block": return "EDR Block Mode";
                case "not-running": return "Not running";
                default: throw Machine.Current.NotSupported("the running mode " + mode);
            }
        }
    }
}

namespace Microsoft.Management.Infrastructure.CimCmdlets
{
    /// <summary>
    /// Get-CimInstance with the parameters of Windows PowerShell 5.1: Win32_OperatingSystem (when it started, its build) and MSFT_MpComputerStatus.
    /// Errors have the HRESULT of WMI as id, and the category that belongs to its CIM status.
    /// </summary>
    [Cmdlet("Get", "CimInstance", DefaultParameterSetName = "ClassNameComputerSet")]
    public sealed class GetCimInstanceCommand : PSCmdlet
    {
        [Parameter(ParameterSetName = "ClassNameSessionSet", Mandatory = true, ValueFromPipeline = true)]
        public object[] CimSession { get; set; }

        [Parameter(Position = 0, Mandatory = true, ParameterSetName = "ClassNameComputerSet", ValueFromPipelineByPropertyName = true)]
        [Parameter(Position = 0, Mandatory = true, ParameterSetName = "ClassNameSessionSet", ValueFromPipelineByPropertyName = true)]
        public string ClassName { get; set; }

        [Parameter(Mandatory = true, ParameterSetName = "ResourceUriComputerSet", ValueFromPipelineByPropertyName = true)]
        public Uri ResourceUri { get; set; }

        [Parameter]
        [Alias("CN", "ServerName")]
        public string[] ComputerName { get; set; }

        [Parameter(ParameterSetName = "ClassNameComputerSet"), Parameter(ParameterSetName = "ClassNameSessionSet"), Parameter(ParameterSetName = "ResourceUriComputerSet")]
        public SwitchParameter KeyOnly { get; set; }

        [Parameter(ValueFromPipelineByPropertyName = true)]
        public string Namespace { get; set; }

        [Parameter]
        [Alias("OT")]
        public uint OperationTimeoutSec { get; set; }

        [Parameter(Position = 0, Mandatory = true, ParameterSetName = "CimInstanceComputerSet", ValueFromPipeline = true)]
        [Alias("CimInstance")]
        public PSObject InputObject { get; set; }

        [Parameter(Mandatory = true, ParameterSetName = "QueryComputerSet", ValueFromPipelineByPropertyName = true)]
        public string Query { get; set; }

        [Parameter(ParameterSetName = "QueryComputerSet", ValueFromPipelineByPropertyName = true)]
        [Parameter(ParameterSetName = "ClassNameComputerSet", ValueFromPipelineByPropertyName = true)]
        public string QueryDialect { get; set; }

        [Parameter]
        public SwitchParameter Shallow { get; set; }

        [Parameter(ParameterSetName = "ClassNameComputerSet", ValueFromPipelineByPropertyName = true)]
        [Parameter(ParameterSetName = "ClassNameSessionSet", ValueFromPipelineByPropertyName = true)]
        public string Filter { get; set; }

        [Parameter(ParameterSetName = "ClassNameComputerSet", ValueFromPipelineByPropertyName = true)]
        [Parameter(ParameterSetName = "ClassNameSessionSet", ValueFromPipelineByPropertyName = true)]
        [Alias("SelectProperties")]
        public string[] Property { get; set; }

        protected override void ProcessRecord()
        {
            Machine machine = Machine.Current;
            Unsupported.Refuse(this, "ClassName", "Namespace", "Property", "Query", "OperationTimeoutSec");
            string name = ClassName;
            string[] properties = Property;
            if (Query != null)
            {
                Match query = Regex.Match(Query, @"^\s*select\s+(\*|[\w\s,]+?)\s+from\s+(\w+)\s*$", RegexOptions.IgnoreCase);
                if (!query.Success) throw machine.NotSupported("Get-CimInstance -Query " + Query);
                name = query.Groups[2].Value;
                properties = query.Groups[1].Value == "*" ? null : Regex.Split(query.Groups[1].Value.Trim(), @"\s*,\s*");
            }
            string space = (Namespace ?? @"root\cimv2").Replace('/', '\\').Trim('\\').ToLowerInvariant();
            string target = space + ":" + name;
            if (space == @"root\cimv2" && Same(name, "Win32_OperatingSystem")) WriteChosen(machine, OperatingSystem(machine), properties);
            else if (space == DefenderStatus.Namespace && machine.IsUnreadable("defender"))
                WriteFailure("0x80041003", ErrorCategory.PermissionDenied, target, "Access denied", "Acc\u00e8s refus\u00e9");
            else if (space == DefenderStatus.Namespace && !machine.Device.ContainsKey("defender"))
                WriteFailure("0x8004100e", ErrorCategory.MetadataError, target, "Invalid namespace", "Espace de noms non valide");
            else if (space == DefenderStatus.Namespace && Same(name, "MSFT_MpComputerStatus")) WriteChosen(machine, DefenderStatus.Read(machine), properties);
            else throw machine.NotSupported("Get-CimInstance of " + target);
        }

        /// <summary>Of an instance only the properties that were asked for; others are empty on Windows, and unknown ones fail loudly here.</summary>
        void WriteChosen(Machine machine, PSObject instance, string[] properties)
        {
            foreach (string asked in properties ?? new string[0])
            {
                if (instance.Properties[asked] == null) throw machine.NotSupported("Get-CimInstance -Property " + asked);
            }
            foreach (PSPropertyInfo property in instance.Properties)
            {
                if (properties != null && !Array.Exists(properties, delegate(string asked) { return Same(asked, property.Name); })) property.Value = null;
            }
            WriteObject(instance);
        }

        static PSObject OperatingSystem(Machine machine)
        {
            PSObject system = new PSObject();
            Dictionary<string, object> build = machine.Registry.Value(@"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion", "CurrentBuildNumber");
            double uptime = Convert.ToDouble(machine.Device["uptimeSeconds"], CultureInfo.InvariantCulture);
            system.Properties.Add(new PSNoteProperty("LastBootUpTime", machine.Started - TimeSpan.FromSeconds(uptime)));
            system.Properties.Add(new PSNoteProperty("LocalDateTime", machine.Now));
            system.Properties.Add(new PSNoteProperty("BuildNumber", build == null ? null : build["data"]));
            return system;
        }

        void WriteFailure(string hresult, ErrorCategory category, string target, string english, string french)
        {
            string id = "HRESULT " + hresult;
            WriteError(new ErrorRecord(new CimException(Messages.Of(english, french), id), id, category, target));
        }

        static bool Same(string one, string other) { return string.Equals(one, other, StringComparison.OrdinalIgnoreCase); }
    }
}
