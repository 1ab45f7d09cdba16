using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Xml;
using Mderules.StandIns;

namespace System.Diagnostics.Eventing.Reader
{
    /// <summary>The exception of the real cmdlet, whose name becomes the error's id.</summary>
    public sealed class EventLogException : Exception
    {
        public EventLogException(string message) : base(message) { }
    }
}

namespace Microsoft.PowerShell.Commands
{
    using Table = Dictionary<string, object>;

    /// <summary>
    /// Get-WinEvent with the parameters of Windows PowerShell 5.1; -FilterHashtable is answered. A log, a provider or an event that is not
    /// there each has its own error. After an error that leaves nothing to ask for, the real cmdlet sends an empty query and
    /// fails on it, which -ErrorAction SilentlyContinue does not silence.
    /// </summary>
    [Cmdlet("Get", "WinEvent", DefaultParameterSetName = "GetLogSet")]
    public sealed class GetWinEventCommand : PSCmdlet
    {
        [Parameter(Position = 0, Mandatory = true, ParameterSetName = "ListLogSet")]
        public string[] ListLog { get; set; }

        [Parameter(Position = 0, ParameterSetName = "GetLogSet", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
        public string[] LogName { get; set; }

        [Parameter(Position = 0, Mandatory = true, ParameterSetName = "ListProviderSet")]
        public string[] ListProvider { get; set; }

        [Parameter(Position = 0, Mandatory = true, ParameterSetName = "GetProviderSet", ValueFromPipelineByPropertyName = true)]
        public string[] ProviderName { get; set; }

        [Parameter(Position = 0, Mandatory = true, ParameterSetName = "FileSet", ValueFromPipelineByPropertyName = true)]
        [Alias("PSPath")]
        public string[] Path { get; set; }

        [Parameter(ParameterSetName = "FileSet"), Parameter(ParameterSetName = "GetProviderSet"), Parameter(ParameterSetName = "GetLogSet")]
        [Parameter(ParameterSetName = "HashQuerySet"), Parameter(ParameterSetName = "XmlQuerySet")]
        [ValidateRange((long)1, long.MaxValue)]
        public long MaxEvents { get; set; }

        [Parameter(ParameterSetName = "ListProviderSet"), Parameter(ParameterSetName = "GetProviderSet"), Parameter(ParameterSetName = "ListLogSet")]
        [Parameter(ParameterSetName = "GetLogSet"), Parameter(ParameterSetName = "HashQuerySet"), Parameter(ParameterSetName = "XmlQuerySet")]
        [Alias("Cn")]
        public string ComputerName { get; set; }

        [Parameter]
        public PSCredential Credential { get; set; }

        [Parameter(ParameterSetName = "FileSet"), Parameter(ParameterSetName = "GetProviderSet"), Parameter(ParameterSetName = "GetLogSet")]
        public string FilterXPath { get; set; }

        [Parameter(Position = 0, Mandatory = true, ParameterSetName = "XmlQuerySet")]
        public XmlDocument FilterXml { get; set; }

        [Parameter(Position = 0, Mandatory = true, ParameterSetName = "HashQuerySet")]
        public Hashtable[] FilterHashtable { get; set; }

        [Parameter(ParameterSetName = "GetProviderSet"), Parameter(ParameterSetName = "ListLogSet"), Parameter(ParameterSetName = "GetLogSet"), Parameter(ParameterSetName = "HashQuerySet")]
        public SwitchParameter Force { get; set; }

        [Parameter(ParameterSetName = "FileSet"), Parameter(ParameterSetName = "GetProviderSet"), Parameter(ParameterSetName = "GetLogSet")]
        [Parameter(ParameterSetName = "HashQuerySet"), Parameter(ParameterSetName = "XmlQuerySet")]
        public SwitchParameter Oldest { get; set; }

        protected override void ProcessRecord()
        {
            Machine machine = Machine.Current;
            Unsupported.Refuse(this, "FilterHashtable", "MaxEvents");
            if (FilterHashtable == null || FilterHashtable.Length != 1) throw machine.NotSupported("Get-WinEvent without one -FilterHashtable");
            EventFilter filter = new EventFilter(machine, FilterHashtable[0]);
            if (!Resolve(machine, filter))
            {
                throw new System.Diagnostics.Eventing.Reader.EventLogException(Messages.Of("The parameter is incorrect", "Param\u00e8tre incorrect"));
            }
            long left = MaxEvents == 0 ? long.MaxValue : MaxEvents;
            List<EventLogRecord> found = filter.Matches();
            if (found.Count == 0)
            {
                WriteNotFound("NoMatchingEventsFound", null, Messages.Of(
                    "No events were found that match the specified selection criteria.",
                    "Aucun \u00e9v\u00e9nement correspondant aux crit\u00e8res de s\u00e9lection sp\u00e9cifi\u00e9s n'a \u00e9t\u00e9 trouv\u00e9."));
            }
            foreach (EventLogRecord record in found)
            {
                if (left-- <= 0) return;
                PSObject item = PSObject.AsPSObject(record);
                item.Properties.Add(new PSNoteProperty("Message", Messages.Of("An event of {0}.", "Un \u00e9v\u00e9nement de {0}.", record.ProviderName)));
                WriteObject(item);
            }
        }

        /// <summary>Whether something is left to ask for; writes an error for each name that is none.</summary>
        bool Resolve(Machine machine, EventFilter filter)
        {
            List<string> logs = new List<string>();
            foreach (string log in filter.Logs)
            {
                if (machine.IsUnreadable("log:" + log))
                {
                    // 5.1 reports the log as unavailable, category NotSpecified, and then as not there.
                    Exception denied = new Exception(Messages.Of(
                        "Could not retrieve information about the {0} log. Error: {1}.",
                        "Impossible de r\u00e9cup\u00e9rer des informations sur le journal {0}. Erreur : {1}.", log, Messages.Unauthorized()));
                    WriteError(new ErrorRecord(denied, "LogInfoUnavailable", ErrorCategory.NotSpecified, null));
                }
                else if (EventFilter.LogExists(machine, log)) { logs.Add(log); continue; }
                WriteNotFound("NoMatchingLogsFound", log, Messages.Of(
                    "There is not an event log on the {0} computer that matches \"{1}\".",
                    "Il n'y a pas de journal d'\u00e9v\u00e9nements sur l'ordinateur {0} correspondant \u00e0 \u00ab {1} \u00bb.", "localhost", log));
            }
            if (filter.Providers.Count > 0)
            {
                List<string> providers = new List<string>();
                foreach (string provider in filter.Providers)
                {
                    if (EventFilter.ProviderExists(machine, provider)) { providers.Add(provider); continue; }
                    WriteNotFound("NoMatchingProvidersFound", provider, Messages.Of(
                        "There is not an event provider on the {0} computer that matches \"{1}\".",
                        "Il n'y a pas de fournisseur d'\u00e9v\u00e9nements sur l'ordinateur {0} correspondant \u00e0 \u00ab {1} \u00bb.", "localhost", provider));
                }
                List<string> overlapping = logs.FindAll(delegate(string log) { return EventFilter.AnyWritesTo(machine, providers, log); });
                if (overlapping.Count == 0 && logs.Count > 0)
                {
                    Exception apart = new Exception(Messages.Of(
                        "The specified providers do not write events to any of the specified logs.",
                        "Les fournisseurs sp\u00e9cifi\u00e9s n'\u00e9crivent pas d'\u00e9v\u00e9nements dans les journaux sp\u00e9cifi\u00e9s."));
                    WriteError(new ErrorRecord(apart, "LogsAndProvidersDontOverlap", ErrorCategory.InvalidArgument, null));
                }
                logs = overlapping;
            }
            return logs.Count > 0;
        }

        void WriteNotFound(string id, object target, string message)
        {
            WriteError(new ErrorRecord(new Exception(message), id, ErrorCategory.ObjectNotFound, target));
        }
    }
}
