using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace Mderules.StandIns
{
    using Table = Dictionary<string, object>;

    /// <summary>As Microsoft.Management.Infrastructure.CimException, with the category that belongs to its CIM status.</summary>
    public sealed class CimException : Exception
    {
        CimException(string message, string hresult, ErrorCategory category) : base(message)
        {
            MessageId = "HRESULT " + hresult;
            Category = category;
        }

        public string MessageId { get; private set; }
        internal ErrorCategory Category { get; private set; }

        public static CimException Denied() { return new CimException(Messages.Of("Access denied", "Acc\u00e8s refus\u00e9"), "0x80041003", ErrorCategory.PermissionDenied); }

        public static CimException NoNamespace() { return new CimException(Messages.Of("Invalid namespace", "Espace de noms non valide"), "0x8004100e", ErrorCategory.MetadataError); }

        public static CimException NoClass() { return new CimException(Messages.Of("Invalid class", "Classe non valide"), "0x80041010", ErrorCategory.MetadataError); }
    }

    /// <summary>The CIM classes that rules read. Each is one function from the device to its instances.</summary>
    public static class CimClasses
    {
        delegate List<PSObject> Reader(Machine machine);

        static readonly Dictionary<string, Reader> readers = new Dictionary<string, Reader>(StringComparer.OrdinalIgnoreCase)
        {
            { @"root\cimv2:Win32_OperatingSystem", OperatingSystem },
            { @"root\cimv2:Win32_QuickFixEngineering", Hotfixes },
            { @"root\microsoft\windows\defender:MSFT_MpComputerStatus", Defender },
            { @"root\cimv2\mdm\dmmap:MDM_WindowsAdvancedThreatProtection_HealthState01", Health },
        };

        public static List<PSObject> Read(Machine machine, string space, string name)
        {
            Reader reader;
            if (!readers.TryGetValue(space + ":" + name, out reader)) throw machine.NotSupported("Get-CimInstance of " + space + ":" + name);
            return reader(machine);
        }

        /// <summary>The status of Microsoft Defender Antivirus, as Get-MpComputerStatus shows it too.</summary>
        public static List<PSObject> Defender(Machine machine)
        {
            if (machine.IsUnreadable("defender")) throw CimException.Denied();
            if (!machine.Device.ContainsKey("defender")) throw CimException.NoNamespace();
            Table defender = machine.Section("defender");
            return One("AMProductVersion", defender["platform"], "AMRunningMode", RunningMode(machine, (string)defender["mode"]));
        }

        static string RunningMode(Machine machine, string mode)
        {
            switch (mode)
            {
                case "normal": return "Normal";
                case "passive": return "Passive Mode";
                case "sxs-passive": return "SxS Passive Mode";
                case "edr-block": return "EDR Block Mode";
                case "not-running": return "Not running";
                default: throw machine.NotSupported("the running mode " + mode);
            }
        }

        static List<PSObject> OperatingSystem(Machine machine)
        {
            Table build = machine.Registry.Value(@"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion", "CurrentBuildNumber");
            double uptime = Convert.ToDouble(machine.Device["uptimeSeconds"], CultureInfo.InvariantCulture);
            return One(
                "LastBootUpTime", machine.Started - TimeSpan.FromSeconds(uptime),
                "LocalDateTime", machine.Now,
                "BuildNumber", build == null ? null : build["data"]);
        }

        static List<PSObject> Hotfixes(Machine machine)
        {
            if (machine.IsUnreadable("hotfix")) throw CimException.Denied();
            List<PSObject> instances = new List<PSObject>();
            foreach (object id in machine.List("hotfixes")) instances.AddRange(One("HotFixID", id));
            return instances;
        }

        static List<PSObject> Health(Machine machine)
        {
            if (machine.IsUnreadable("mdm")) throw CimException.Denied();
            if (!machine.Device.ContainsKey("mdm")) throw CimException.NoClass();
            Table health = machine.Section("mdm");
            return One(
                "SenseIsRunning", health["senseIsRunning"],
                "OnboardingState", (int)(long)health["onboardingState"],
                "OrgId", health["orgId"]);
        }

        static List<PSObject> One(params object[] namesAndValues)
        {
            PSObject instance = new PSObject();
            for (int index = 0; index < namesAndValues.Length; index += 2)
            {
                instance.Properties.Add(new PSNoteProperty((string)namesAndValues[index], namesAndValues[index + 1]));
            }
            return new List<PSObject> { instance };
        }
    }
}
