using System;
using System.Collections.Generic;

namespace Mderules.StandIns
{
    /// <summary>A process, as Get-Process and Start-Process -PassThru return it.</summary>
    public sealed class DeviceProcess
    {
        readonly Effect effect;
        int? code;
        bool handleWasRead;

        public DeviceProcess(int id, string name, DateTime endsAt, Effect effect)
        {
            Id = id;
            FileName = name;
            EndsAt = endsAt;
            this.effect = effect;
        }

        public int Id { get; private set; }
        public string ProcessName { get { return FileName.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? FileName.Substring(0, FileName.Length - 4) : FileName; } }
        public string Name { get { return ProcessName; } }
        public bool HasExited { get { return code != null; } }

        /// <summary>
        /// Windows PowerShell knows the exit code only of a process whose Handle was read while it ran, or that Start-Process -Wait
        /// waited for: otherwise the property is empty.
        /// </summary>
        public object ExitCode { get { return HasExited && handleWasRead ? (object)code.Value : null; } }

        public IntPtr Handle { get { if (!HasExited) handleWasRead = true; return new IntPtr(Id); } }

        internal string FileName { get; private set; }
        internal DateTime EndsAt { get; private set; }
        /// <summary>Whether it was there before, rather than started by a script.</summary>
        internal bool IsOfDevice { get { return effect == null; } }

        internal void KeepHandle() { handleWasRead = true; }

        internal void End() { if (code == null) code = effect(); }

        internal void Kill() { if (code == null) code = -1; }

        public override string ToString() { return "System.Diagnostics.Process (" + ProcessName + ")"; }
    }

    /// <summary>Running processes: those the device names, and those that scripts started.</summary>
    public sealed class ProcessTable
    {
        // Long enough that a script which does not wait sees no effect yet.
        static readonly TimeSpan duration = TimeSpan.FromSeconds(1);

        readonly Machine machine;
        readonly List<DeviceProcess> running = new List<DeviceProcess>();
        int lastId = 1000;

        public ProcessTable(Machine machine)
        {
            this.machine = machine;
            foreach (object name in machine.List("processes")) Add((string)name, null);
        }

        public List<DeviceProcess> Running { get { return new List<DeviceProcess>(running); } }

        public DeviceProcess Start(string name, Effect effect) { return Add(name, effect); }

        public void SetRunning(string name, bool wanted)
        {
            DeviceProcess there = running.Find(delegate(DeviceProcess one) { return string.Equals(one.FileName, name, StringComparison.OrdinalIgnoreCase); });
            if (wanted == (there != null)) return;
            if (wanted)
            {
                machine.List("processes").Add(name);
                Add(name, null);
                machine.RecordWrite("start-process", "process:" + name, null);
            }
            else Stop(there);
        }

        public void Stop(DeviceProcess process)
        {
            running.Remove(process);
            process.Kill();
            if (process.IsOfDevice)
            {
                machine.List("processes").RemoveAll(delegate(object name) { return string.Equals((string)name, process.FileName, StringComparison.OrdinalIgnoreCase); });
            }
            machine.RecordWrite("stop-process", "process:" + process.FileName, null);
        }

        /// <summary>Moves the clock on to each process that ends by then, and lets it end.</summary>
        public void EndUntil(DateTime time)
        {
            foreach (DeviceProcess process in Running)
            {
                if (process.IsOfDevice || process.EndsAt > time) continue;
                if (process.EndsAt > machine.Now) machine.Now = process.EndsAt;
                running.Remove(process);
                process.End();
            }
        }

        DeviceProcess Add(string name, Effect effect)
        {
            lastId += 4;
            DeviceProcess process = new DeviceProcess(lastId, name, machine.Now + duration, effect);
            running.Add(process);
            return process;
        }
    }
}
