using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Management.Automation.Runspaces;

namespace Mderules.StandIns
{
    using Table = Dictionary<string, object>;

    /// <summary>
    /// The device that scripts of one sequence run on: the described device, a clock that only waiting moves, and a record of
    /// everything that was done to it. Stand-ins find the machine of the runspace they run in.
    /// </summary>
    public sealed class Machine
    {
        static readonly ConcurrentDictionary<Guid, Machine> machines = new ConcurrentDictionary<Guid, Machine>();

        /// <summary>The device as src/simulate/device.ts describes it.</summary>
        public readonly Table Device;
        /// <summary>When the sequence began: the ages of events and the uptime count from here.</summary>
        public readonly DateTime Started;
        public DateTime Now;
        public bool French;
        /// <summary>Paths of the site's packages in lower case, with the action they do.</summary>
        public readonly Dictionary<string, string> Packages = new Dictionary<string, string>();
        /// <summary>Programs that run as long as their service does, by the service's name in lower case.</summary>
        public readonly Dictionary<string, string> ServiceProcesses = new Dictionary<string, string>();
        public readonly List<object> Writes = new List<object>();
        /// <summary>Laws that a script broke, a restart above all.</summary>
        public readonly List<object> Violations = new List<object>();
        /// <summary>What a script asked for that no stand-in answers. A result with any of these proves nothing.</summary>
        public readonly List<object> Unsupported = new List<object>();
        public readonly RegistryStore Registry;
        public readonly FileStore Files;
        public readonly ProcessTable Processes;
        int readingsOfTheClock;

        public Machine(object device, DateTime now)
        {
            Device = (Table)device;
            Started = now;
            Now = now;
            Registry = new RegistryStore(this);
            Files = new FileStore(this);
            Processes = new ProcessTable(this);
        }

        public static Machine Current { get { return machines[Runspace.DefaultRunspace.InstanceId]; } }

        public void Enter(Runspace runspace)
        {
            readingsOfTheClock = 0;
            machines[runspace.InstanceId] = this;
        }

        public void Leave(Runspace runspace)
        {
            Machine left;
            machines.TryRemove(runspace.InstanceId, out left);
        }

        public bool Elevated { get { return (bool)Device["elevated"]; } }

        public bool IsUnreadable(string resource)
        {
            foreach (object denied in (List<object>)Device["unreadable"])
            {
                if (string.Equals((string)denied, resource, StringComparison.OrdinalIgnoreCase)) return true;
            }
            return false;
        }

        public void RecordWrite(string action, string resource, string detail)
        {
            Table write = new Table();
            write["action"] = action;
            write["resource"] = resource.ToLowerInvariant();
            if (detail != null) write["detail"] = detail;
            Writes.Add(write);
        }

        public void RecordViolation(string text) { Violations.Add(text); }

        /// <summary>Records what is not supported and makes the exception to throw: a script may catch it, the record stays.</summary>
        public NotSupportedException NotSupported(string what)
        {
            string text = "stand-in: " + what;
            Unsupported.Add(text);
            return new NotSupportedException(text);
        }

        /// <summary>What a script sees as now. A loop that only looks at the clock would never end.</summary>
        public DateTime ReadClock()
        {
            readingsOfTheClock++;
            if (readingsOfTheClock > 100000) throw NotSupported("the script waits by looking at the clock, which only Start-Sleep and Wait-Process move");
            return Now;
        }

        /// <summary>Moves the clock; processes that end on the way do what they do.</summary>
        public void Wait(TimeSpan time)
        {
            DateTime end = Now + time;
            Processes.EndUntil(end);
            if (end > Now) Now = end;
        }

        public Table Section(string name) { return (Table)Device[name]; }

        public List<object> List(string name) { return (List<object>)Device[name]; }
    }
}
