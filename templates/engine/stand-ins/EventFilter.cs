using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace Mderules.StandIns
{
    using Table = Dictionary<string, object>;

    /// <summary>A -FilterHashtable over the events of a device.</summary>
    public sealed class EventFilter
    {
        static readonly string[] logsOnEveryWindows = { "Application", "Security", "System", "Setup", "Windows PowerShell" };

        readonly Machine machine;
        readonly List<long> ids = new List<long>();
        readonly List<long> levels = new List<long>();
        DateTime earliest = DateTime.MinValue;
        DateTime latest = DateTime.MaxValue;
        public readonly List<string> Logs = new List<string>();
        public readonly List<string> Providers = new List<string>();

        public EventFilter(Machine machine, Hashtable filter)
        {
            this.machine = machine;
            foreach (DictionaryEntry entry in filter)
            {
                switch (entry.Key.ToString().ToLowerInvariant())
                {
                    case "logname": Logs.AddRange(Texts(entry.Value)); break;
                    case "providername": Providers.AddRange(Texts(entry.Value)); break;
                    case "id": ids.AddRange(Texts(entry.Value).ConvertAll(Number)); break;
                    case "level": levels.AddRange(Texts(entry.Value).ConvertAll(Number)); break;
                    case "starttime": earliest = Date(entry.Value); break;
                    case "endtime": latest = Date(entry.Value); break;
                    default: throw machine.NotSupported("Get-WinEvent -FilterHashtable with the key " + entry.Key);
                }
            }
            if (Logs.Count == 0) throw machine.NotSupported("Get-WinEvent -FilterHashtable without LogName");
            foreach (string name in Logs) Literal(name);
            foreach (string name in Providers) Literal(name);
        }

        public static bool LogExists(Machine machine, string log)
        {
            return Array.Exists(logsOnEveryWindows, delegate(string known) { return Same(known, log); }) || Any(machine, "log", log);
        }

        /// <summary>A provider is there when it logged something; a device that was never onboarded has no WDATPOnboarding.</summary>
        public static bool ProviderExists(Machine machine, string provider) { return Any(machine, "provider", provider); }

        public static bool AnyWritesTo(Machine machine, List<string> providers, string log)
        {
            return machine.List("events").Exists(delegate(object item)
            {
                Table one = (Table)item;
                return Same((string)one["log"], log) && providers.Exists(delegate(string provider) { return Same(provider, (string)one["provider"]); });
            });
        }

        /// <summary>Newest first; of two of the same age the one that was described later is the newer.</summary>
        public List<EventLogRecord> Matches()
        {
            List<EventLogRecord> found = new List<EventLogRecord>();
            long recordId = 0;
            foreach (object item in machine.List("events"))
            {
                EventLogRecord record = new EventLogRecord(machine, (Table)item, ++recordId);
                if (Logs.Exists(delegate(string log) { return Same(log, record.LogName); })
                    && (Providers.Count == 0 || Providers.Exists(delegate(string provider) { return Same(provider, record.ProviderName); }))
                    && (ids.Count == 0 || ids.Contains(record.Id))
                    && (levels.Count == 0 || levels.Contains(record.Level.Value))
                    && record.TimeCreated >= earliest && record.TimeCreated <= latest && !machine.IsUnreadable("log:" + record.LogName))
                {
                    found.Add(record);
                }
            }
            found.Sort(delegate(EventLogRecord one, EventLogRecord other)
            {
                int order = other.TimeCreated.Value.CompareTo(one.TimeCreated.Value);
                return order != 0 ? order : other.RecordId.Value.CompareTo(one.RecordId.Value);
            });
            return found;
        }

        static bool Any(Machine machine, string member, string value)
        {
            return machine.List("events").Exists(delegate(object item) { return Same((string)((Table)item)[member], value); });
        }

        static List<string> Texts(object value)
        {
            if (value is PSObject) value = ((PSObject)value).BaseObject;
            List<string> texts = new List<string>();
            if (value is Array) { foreach (object item in (Array)value) texts.Add(Convert.ToString(item, CultureInfo.InvariantCulture)); }
            else texts.Add(Convert.ToString(value, CultureInfo.InvariantCulture));
            return texts;
        }

        static long Number(string text) { return long.Parse(text, CultureInfo.InvariantCulture); }

        /// <summary>The real query compares to the millisecond.</summary>
        static DateTime Date(object value)
        {
            DateTime date = (DateTime)LanguagePrimitives.ConvertTo(value, typeof(DateTime), CultureInfo.CurrentCulture);
            return new DateTime(date.Ticks - date.Ticks % TimeSpan.TicksPerMillisecond, date.Kind);
        }

        void Literal(string name)
        {
            if (WildcardPattern.ContainsWildcardCharacters(name)) throw machine.NotSupported("Get-WinEvent with a wildcard");
        }

        static bool Same(string one, string other) { return string.Equals(one, other, StringComparison.OrdinalIgnoreCase); }
    }
}
