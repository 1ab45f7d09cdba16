using System;
using System.Collections.Generic;
using System.Security;

namespace Mderules.StandIns
{
    using Table = Dictionary<string, object>;

    /// <summary>
    /// The registry of a device, by paths like HKLM\SOFTWARE\... Keys have all their ancestors. Those of keys that the device
    /// names, and the keys every Windows has, are known here; what a script makes is written into the device.
    /// </summary>
    public sealed class RegistryStore
    {
        static readonly string[] onEveryWindows =
        {
            @"HKLM\SOFTWARE\Microsoft", @"HKLM\SOFTWARE\WOW6432Node\Microsoft", @"HKLM\SOFTWARE\Policies\Microsoft", @"HKLM\SYSTEM\CurrentControlSet\Services", @"HKLM\SYSTEM\CurrentControlSet\Control",
            @"HKU\S-1-5-18\Environment", @"HKU\S-1-5-19\Environment", @"HKU\S-1-5-20\Environment", @"HKCU\SOFTWARE"
        };

        static readonly string[,] hives =
        {
            { "HKEY_LOCAL_MACHINE", "HKLM" }, { "HKEY_CURRENT_USER", "HKCU" }, { "HKEY_USERS", "HKU" },
            { "HKEY_CLASSES_ROOT", "HKCR" }, { "HKEY_CURRENT_CONFIG", "HKCC" }
        };

        readonly Machine machine;
        /// <summary>Every key there is: path in lower case, path as it was first written.</summary>
        readonly Dictionary<string, string> known = new Dictionary<string, string>();

        public RegistryStore(Machine machine)
        {
            this.machine = machine;
            foreach (string path in onEveryWindows) Know(path);
            foreach (object key in Keys.Values) Know((string)((Table)key)["path"]);
        }

        Table Keys { get { return machine.Section("registry"); } }

        /// <summary>What a 32-bit process reaches below HKLM\SOFTWARE is another key, policies apart.</summary>
        static string Redirect(string key)
        {
            const string software = @"HKLM\SOFTWARE\";
            if (!HostProcess.Is32Bit || !key.StartsWith(software, StringComparison.OrdinalIgnoreCase)) return key;
            string rest = key.Substring(software.Length);
            return StartsWithKey(rest, "Policies") || StartsWithKey(rest, "WOW6432Node") ? key : software + @"WOW6432Node\" + rest;
        }

        static bool StartsWithKey(string path, string key)
        {
            return Same(path, key) || path.StartsWith(key + "\\", StringComparison.OrdinalIgnoreCase);
        }

        /// <summary>
        /// HKLM\... for each way to write a path; null where it names no hive. Windows PowerShell takes a slash for a backslash,
        /// so a key with a slash in its name cannot be reached.
        /// </summary>
        public static string Normalize(string path)
        {
            string rest = path.Replace('/', '\\').Trim('\\');
            int end = rest.IndexOf('\\');
            string hive = end < 0 ? rest : rest.Substring(0, end);
            for (int index = 0; index < hives.GetLength(0); index++)
            {
                if (Same(hive, hives[index, 0]) || Same(hive, hives[index, 1])) return Redirect(hives[index, 1] + (end < 0 ? "" : rest.Substring(end)));
            }
            return null;
        }

        /// <summary>HKEY_LOCAL_MACHINE\... as a key names itself.</summary>
        public static string LongName(string path)
        {
            int end = path.IndexOf('\\');
            string hive = end < 0 ? path : path.Substring(0, end);
            for (int index = 0; index < hives.GetLength(0); index++)
            {
                if (hives[index, 1] == hive) return hives[index, 0] + (end < 0 ? "" : path.Substring(end));
            }
            return path;
        }

        public static string Resource(string path) { return "registry:" + path.ToLowerInvariant(); }

        /// <summary>
        /// The key's path in the case in which it was made; null where it is not. Throws a SecurityException where access is denied:
        /// to what the device calls unreadable, to a write where neither SYSTEM nor Administrators may, and without elevation to the hives of services and to any write outside HKCU.
        /// </summary>
        public string Open(string path, bool write)
        {
            string key = Normalize(path);
            if (key == null || !known.ContainsKey(key.ToLowerInvariant())) return null;
            string lower = key.ToLowerInvariant();
            bool ofServices = lower.StartsWith(@"hku\s-1-5-", StringComparison.Ordinal);
            bool own = lower == "hkcu" || lower.StartsWith(@"hkcu\", StringComparison.Ordinal);
            KeyValuePair<bool, bool> writers = Writers(key);
            bool isReadOnly = !writers.Key && !writers.Value;
            if (machine.IsUnreadable(Resource(key)) || (write && isReadOnly) || (!machine.Elevated && (ofServices || (write && !own))))
            {
                throw new SecurityException(Messages.RegistryAccessDenied());
            }
            return known[lower];
        }

        /// <summary>Whether SYSTEM, and whether Administrators may write to a key.</summary>
        public KeyValuePair<bool, bool> Writers(string key)
        {
            object entry, writers;
            if (!Keys.TryGetValue(key.ToLowerInvariant(), out entry) || !((Table)entry).TryGetValue("writers", out writers)) return new KeyValuePair<bool, bool>(true, true);
            return new KeyValuePair<bool, bool>((bool)((Table)writers)["system"], (bool)((Table)writers)["administrators"]);
        }

        public bool Exists(string path) { return known.ContainsKey(Normalize(path).ToLowerInvariant()); }

        public List<string> SubKeyNames(string key)
        {
            List<string> names = new List<string>();
            string prefix = key.ToLowerInvariant() + @"\";
            foreach (KeyValuePair<string, string> candidate in known)
            {
                if (candidate.Key.StartsWith(prefix, StringComparison.Ordinal) && candidate.Key.IndexOf('\\', prefix.Length) < 0)
                    names.Add(candidate.Value.Substring(prefix.Length));
            }
            names.Sort(StringComparer.OrdinalIgnoreCase);
            return names;
        }

        public List<string> ValueNames(string key)
        {
            List<string> names = new List<string>();
            foreach (object value in Values(key, false).Values) names.Add((string)((Table)value)["name"]);
            return names;
        }

        /// <summary>A value as src/simulate/device.ts has it: name, type, data; null where it is missing.</summary>
        public Table Value(string key, string name)
        {
            object value;
            return Values(key, false).TryGetValue(name.ToLowerInvariant(), out value) ? (Table)value : null;
        }

        public void SetValue(string key, string name, string type, object data)
        {
            Table values = Values(key, true);
            object before;
            // The name keeps the case in which it was first written, as in Windows.
            string written = values.TryGetValue(name.ToLowerInvariant(), out before) ? (string)((Table)before)["name"] : name;
            Table value = new Table();
            value["name"] = written;
            value["type"] = type;
            value["data"] = data;
            values[name.ToLowerInvariant()] = value;
            machine.RecordWrite("set-value", Resource(key), name);
        }

        public void DeleteValue(string key, string name)
        {
            Values(key, true).Remove(name.ToLowerInvariant());
            machine.RecordWrite("remove-value", Resource(key), name);
        }

        public void CreateKey(string path)
        {
            string key = Normalize(path);
            Know(key);
            Values(key, true);
            machine.RecordWrite("create-key", Resource(key), null);
        }

        /// <summary>Makes the missing ancestors of a key, which the device need not name.</summary>
        public void CreateAncestors(string path)
        {
            string key = Normalize(path);
            for (int end = key.IndexOf('\\'); end >= 0; end = key.IndexOf('\\', end + 1))
            {
                string ancestor = key.Substring(0, end);
                if (known.ContainsKey(ancestor.ToLowerInvariant())) continue;
                known[ancestor.ToLowerInvariant()] = ancestor;
                Values(ancestor, true);
                machine.RecordWrite("create-key", Resource(ancestor), null);
            }
        }

        public void DeleteTree(string path)
        {
            string lower = Normalize(path).ToLowerInvariant();
            foreach (string key in new List<string>(known.Keys))
            {
                if (key != lower && !key.StartsWith(lower + @"\", StringComparison.Ordinal)) continue;
                known.Remove(key);
                Keys.Remove(key);
                machine.RecordWrite("remove-key", Resource(key), null);
            }
        }

        void Know(string path)
        {
            for (int end = path.IndexOf('\\'); ; end = path.IndexOf('\\', end + 1))
            {
                string key = end < 0 ? path : path.Substring(0, end);
                if (!known.ContainsKey(key.ToLowerInvariant())) known[key.ToLowerInvariant()] = key;
                if (end < 0) return;
            }
        }

        /// <summary>The values of a key by name in lower case; a key that only others imply gets an entry when it is written.</summary>
        Table Values(string key, bool write)
        {
            object entry;
            if (!Keys.TryGetValue(key.ToLowerInvariant(), out entry))
            {
                Table made = new Table();
                made["path"] = key;
                made["values"] = new Table();
                if (!write) return (Table)made["values"];
                Keys[key.ToLowerInvariant()] = made;
                entry = made;
            }
            return (Table)((Table)entry)["values"];
        }

        static bool Same(string one, string other) { return string.Equals(one, other, StringComparison.OrdinalIgnoreCase); }
    }
}
