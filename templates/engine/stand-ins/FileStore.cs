using System;
using System.Collections.Generic;

namespace Mderules.StandIns
{
    using Table = Dictionary<string, object>;

    /// <summary>The files of a device, by absolute path. Rules may name them below %ProgramFiles%, %ProgramData% or %SystemRoot%.</summary>
    public sealed class FileStore
    {
        readonly Machine machine;

        public FileStore(Machine machine) { this.machine = machine; }

        /// <summary>The path in lower case, as a 64-bit process has it; for a 32-bit one System32 is another folder.</summary>
        public static string Normalize(string path)
        {
            string normal = NormalizeDescribed(path);
            if (!HostProcess.Is32Bit) return normal;
            if (normal.StartsWith(System32, StringComparison.Ordinal)) return @"c:\windows\syswow64\" + normal.Substring(System32.Length);
            return normal.StartsWith(Sysnative, StringComparison.Ordinal) ? System32 + normal.Substring(Sysnative.Length) : normal;
        }

        const string System32 = @"c:\windows\system32\";
        const string Sysnative = @"c:\windows\sysnative\";

        /// <summary>%ProgramFiles% in a description is that of a 64-bit process.</summary>
        static string NormalizeDescribed(string path)
        {
            string expanded = path.StartsWith("%ProgramFiles%", StringComparison.OrdinalIgnoreCase) ? "%ProgramW6432" + path.Substring(13) : path;
            return HostProcess.Expand(expanded).Replace('/', '\\').TrimEnd('\\').ToLowerInvariant();
        }

        /// <summary>The file, or null. A site's packages are there.</summary>
        public Table File(string path)
        {
            string wanted = Normalize(path);
            foreach (KeyValuePair<string, object> file in machine.Section("files"))
            {
                if (NormalizeDescribed(file.Key) == wanted) return (Table)file.Value;
            }
            string state = PackageState(path);
            return state == null || state == "missing" ? null : new Table();
        }

        /// <summary>What the device says of a package of the site at this path, or null where none is.</summary>
        public string PackageState(string path)
        {
            string action;
            return machine.Packages.TryGetValue(Normalize(path), out action) ? (string)machine.Section("packages")[action] : null;
        }

        public bool IsFolder(string path)
        {
            string prefix = Normalize(path) + @"\";
            List<string> files = new List<string>(machine.Section("files").Keys);
            files.AddRange(machine.Packages.Keys);
            files.AddRange(new[] { @"c:\windows\system32\sc.exe", @"c:\windows\temp\x", @"c:\program files\x", @"c:\programdata\x" });
            return files.Exists(delegate(string file) { return NormalizeDescribed(file).StartsWith(prefix, StringComparison.Ordinal); });
        }

        public bool IsDenied(string path)
        {
            string wanted = Normalize(path);
            foreach (object resource in machine.List("unreadable"))
            {
                string text = (string)resource;
                if (text.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && NormalizeDescribed(text.Substring(5)) == wanted) return true;
            }
            return false;
        }
    }
}
