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

        public static string Normalize(string path)
        {
            return Environment.ExpandEnvironmentVariables(path).Replace('/', '\\').TrimEnd('\\').ToLowerInvariant();
        }

        /// <summary>The file, or null. A site's packages are there.</summary>
        public Table File(string path)
        {
            string wanted = Normalize(path);
            foreach (KeyValuePair<string, object> file in machine.Section("files"))
            {
                if (Normalize(file.Key) == wanted) return (Table)file.Value;
            }
            return machine.Packages.ContainsKey(wanted) ? new Table() : null;
        }

        public bool IsFolder(string path)
        {
            string prefix = Normalize(path) + @"\";
            List<string> files = new List<string>(machine.Section("files").Keys);
            files.AddRange(machine.Packages.Keys);
            files.AddRange(new[] { @"c:\windows\system32\sc.exe", @"c:\windows\temp\x", @"c:\program files\x", @"c:\programdata\x" });
            return files.Exists(delegate(string file) { return Normalize(file).StartsWith(prefix, StringComparison.Ordinal); });
        }

        public bool IsDenied(string path)
        {
            string wanted = Normalize(path);
            foreach (object resource in machine.List("unreadable"))
            {
                string text = (string)resource;
                if (text.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && Normalize(text.Substring(5)) == wanted) return true;
            }
            return false;
        }
    }
}
