using System;
using System.Collections.Generic;

namespace Mderules.StandIns
{
    using Table = Dictionary<string, object>;

    /// <summary>What the service manager does for sc.exe; the numbers are Win32 error codes, which sc.exe exits with.</summary>
    public static class ServiceManager
    {
        public const int AccessDenied = 5;
        public const int CannotAcceptControl = 1061;
        public const int AlreadyRunning = 1056;
        public const int Disabled = 1058;
        public const int DoesNotExist = 1060;
        public const int NotActive = 1062;
        public const int InvalidCommandLine = 1639;

        public static Table Find(Machine machine, string name)
        {
            object service;
            return machine.Section("services").TryGetValue(name.ToLowerInvariant(), out service) ? (Table)service : null;
        }

        public static string ConfigurationKey(string name) { return @"HKLM\SYSTEM\CurrentControlSet\Services\" + name; }

        /// <summary>The value of Start, or null where the service has no configuration.</summary>
        public static long? StartValue(Machine machine, string name)
        {
            Table value = machine.Registry.Value(ConfigurationKey(name), "Start");
            return value == null ? (long?)null : (long)value["data"];
        }

        public static int Start(Machine machine, string name)
        {
            Table service = Find(machine, name);
            if (service == null) return DoesNotExist;
            if (IsDenied(machine, name)) return AccessDenied;
            // One in an intermediate state, or paused, counts as running here and stays as it is.
            if ((string)service["state"] != "stopped") return AlreadyRunning;
            if (StartValue(machine, name) == 4) return Disabled;
            SetState(machine, service, "running");
            return 0;
        }

        public static int Stop(Machine machine, string name)
        {
            Table service = Find(machine, name);
            if (service == null) return DoesNotExist;
            if (IsDenied(machine, name)) return AccessDenied;
            string state = (string)service["state"];
            if (state == "stopped") return NotActive;
            if (state.EndsWith("-pending", StringComparison.Ordinal)) return CannotAcceptControl;
            SetState(machine, service, "stopped");
            return 0;
        }

        public static int Pause(Machine machine, string name)
        {
            Table service = Find(machine, name);
            if (service == null) return DoesNotExist;
            if (IsDenied(machine, name)) return AccessDenied;
            string state = (string)service["state"];
            if (state == "stopped") return NotActive;
            if (state.EndsWith("-pending", StringComparison.Ordinal)) return CannotAcceptControl;
            if (state == "running") SetState(machine, service, "paused");
            return 0;
        }

        public static int Continue(Machine machine, string name)
        {
            Table service = Find(machine, name);
            if (service == null) return DoesNotExist;
            if (IsDenied(machine, name)) return AccessDenied;
            string state = (string)service["state"];
            if (state == "stopped") return NotActive;
            if (state.EndsWith("-pending", StringComparison.Ordinal)) return CannotAcceptControl;
            if (state == "paused") SetState(machine, service, "running");
            return 0;
        }

        /// <summary>sc.exe config NAME start= WORD</summary>
        public static int Configure(Machine machine, string name, string start)
        {
            long value;
            switch (start.ToLowerInvariant())
            {
                case "boot": value = 0; break;
                case "system": value = 1; break;
                case "auto": case "delayed-auto": value = 2; break;
                case "demand": value = 3; break;
                case "disabled": value = 4; break;
                default: return InvalidCommandLine;
            }
            if (StartValue(machine, name) == null) return DoesNotExist;
            string key = ConfigurationKey(name);
            if (IsDenied(machine, name) || machine.IsUnreadable(RegistryStore.Resource(key))) return AccessDenied;
            machine.Registry.SetValue(key, "Start", "dword", value);
            if (start.ToLowerInvariant() == "delayed-auto") machine.Registry.SetValue(key, "DelayedAutostart", "dword", 1L);
            else if (machine.Registry.Value(key, "DelayedAutostart") != null) machine.Registry.DeleteValue(key, "DelayedAutostart");
            return 0;
        }

        /// <summary>Gives a service a state, and its program with it.</summary>
        public static void SetState(Machine machine, Table service, string state)
        {
            string name = (string)service["name"];
            service["state"] = state;
            machine.RecordWrite("set-state", "service:" + name, state);
            string process;
            if (machine.ServiceProcesses.TryGetValue(name.ToLowerInvariant(), out process)) machine.Processes.SetRunning(process, state == "running");
        }

        static bool IsDenied(Machine machine, string name) { return !machine.Elevated || machine.IsUnreadable("service:" + name); }
    }
}
