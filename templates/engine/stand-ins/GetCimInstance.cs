using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text.RegularExpressions;
using Mderules.StandIns;

namespace Microsoft.Management.Infrastructure.CimCmdlets
{
    /// <summary>
    /// Get-CimInstance with the parameters of Windows PowerShell 5.1 over the classes of CimClasses. Errors have the HRESULT of WMI
    /// as id, and the category that belongs to its CIM status.
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
            Unsupported.Refuse(this, "ClassName", "Namespace", "Property", "Filter", "Query", "OperationTimeoutSec");
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
            try
            {
                foreach (PSObject instance in CimClasses.Read(machine, space, name))
                {
                    if (Matches(machine, instance)) WriteChosen(machine, instance, properties);
                }
            }
            catch (CimException failure)
            {
                WriteError(new ErrorRecord(failure, failure.MessageId, failure.Category, space + ":" + name));
            }
        }

        /// <summary>Whether an instance is what -Filter asks for: one property that is a text, without regard to case.</summary>
        bool Matches(Machine machine, PSObject instance)
        {
            if (Filter == null) return true;
            Match filter = Regex.Match(Filter, @"^\s*(\w+)\s*=\s*(?:'([^'\\]*)'|""([^""\\]*)"")\s*$");
            PSPropertyInfo property = filter.Success ? instance.Properties[filter.Groups[1].Value] : null;
            if (property == null) throw machine.NotSupported("Get-CimInstance -Filter " + Filter);
            return Same(property.Value as string, filter.Groups[2].Value + filter.Groups[3].Value);
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

        static bool Same(string one, string other) { return string.Equals(one, other, StringComparison.OrdinalIgnoreCase); }
    }
}
