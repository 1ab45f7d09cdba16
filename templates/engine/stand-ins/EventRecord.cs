using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security;
using System.Text;

namespace Mderules.StandIns
{
    using Table = Dictionary<string, object>;

    /// <summary>A datum of an event, as System.Diagnostics.Eventing.Reader.EventProperty.</summary>
    public sealed class EventProperty
    {
        public EventProperty(object value) { Value = value; }
        public object Value { get; private set; }
    }

    /// <summary>A logged event, as System.Diagnostics.Eventing.Reader.EventLogRecord. ToXml is a method: FullLanguage only.</summary>
    public sealed class EventLogRecord
    {
        static readonly string[] levels = { "critical", "error", "warning", "information" };
        readonly Table described;

        public EventLogRecord(Machine machine, Table described, long recordId)
        {
            this.described = described;
            Id = (int)(long)described["id"];
            LogName = (string)described["log"];
            ProviderName = (string)described["provider"];
            Level = (byte)(Array.IndexOf(levels, (string)described["level"]) + 1);
            TimeCreated = machine.Started - TimeSpan.FromSeconds(Convert.ToDouble(described["ageSeconds"], CultureInfo.InvariantCulture));
            RecordId = recordId;
            List<EventProperty> properties = new List<EventProperty>();
            foreach (object datum in (List<object>)described["data"]) properties.Add(new EventProperty(((Table)datum)["value"]));
            Properties = properties;
        }

        public int Id { get; private set; }
        public string LogName { get; private set; }
        public string ProviderName { get; private set; }
        /// <summary>1 critical, 2 error, 3 warning, 4 information.</summary>
        public byte? Level { get; private set; }
        public DateTime? TimeCreated { get; private set; }
        public long? RecordId { get; private set; }
        public IList<EventProperty> Properties { get; private set; }
        public string MachineName { get { return "DEVICE"; } }

        public string LevelDisplayName
        {
            get
            {
                string[] french = { "Critique", "Erreur", "Avertissement", "Information" };
                string[] english = { "Critical", "Error", "Warning", "Information" };
                return Machine.Current.French ? french[Level.Value - 1] : english[Level.Value - 1];
            }
        }

        public string ToXml()
        {
            StringBuilder xml = new StringBuilder();
            xml.Append("<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>");
            xml.Append("<Provider Name='").Append(SecurityElement.Escape(ProviderName)).Append("'/>");
            xml.Append("<EventID>").Append(Id).Append("</EventID><Level>").Append(Level).Append("</Level>");
            xml.Append("<TimeCreated SystemTime='").Append(TimeCreated.Value.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture)).Append("'/>");
            xml.Append("<EventRecordID>").Append(RecordId).Append("</EventRecordID><Channel>").Append(SecurityElement.Escape(LogName)).Append("</Channel>");
            xml.Append("</System><EventData>");
            foreach (object item in (List<object>)described["data"])
            {
                Table datum = (Table)item;
                object name;
                datum.TryGetValue("name", out name);
                xml.Append("<Data").Append(name == null ? "" : " Name='" + SecurityElement.Escape((string)name) + "'").Append('>');
                xml.Append(SecurityElement.Escape((string)datum["value"])).Append("</Data>");
            }
            return xml.Append("</EventData></Event>").ToString();
        }
    }
}
