using System;
using System.Collections.Generic;
using System.IO;

namespace Mderules.StandIns
{
    using RegistryValueKind = Microsoft.Win32.RegistryValueKind;
    using RegistryValueOptions = Microsoft.Win32.RegistryValueOptions;

    /// <summary>
    /// An open key, as Get-Item returns it: its properties may be read in every language mode, its methods only in FullLanguage,
    /// because it is no core type there either.
    /// </summary>
    public sealed class RegistryKey
    {
        readonly Machine machine;
        readonly string path;

        public RegistryKey(Machine machine, string path)
        {
            this.machine = machine;
            this.path = path;
        }

        public string Name { get { return RegistryStore.LongName(path); } }

        public int SubKeyCount { get { return machine.Registry.SubKeyNames(path).Count; } }

        public int ValueCount { get { return machine.Registry.ValueNames(path).Count; } }

        public string[] GetSubKeyNames() { return machine.Registry.SubKeyNames(path).ToArray(); }

        public string[] GetValueNames() { return machine.Registry.ValueNames(path).ToArray(); }

        public object GetValue(string name) { return GetValue(name, null); }

        public object GetValue(string name, object missing) { return GetValue(name, missing, RegistryValueOptions.None); }

        public object GetValue(string name, object missing, RegistryValueOptions options)
        {
            Dictionary<string, object> value = machine.Registry.Value(path, name ?? "");
            return value == null ? missing : RegistryData.Read(value, options == RegistryValueOptions.None);
        }

        public RegistryValueKind GetValueKind(string name)
        {
            Dictionary<string, object> value = machine.Registry.Value(path, name ?? "");
            if (value == null)
            {
                throw new IOException(Messages.Of(
                    "The specified registry key does not exist.",
                    "La cl\u00e9 de Registre sp\u00e9cifi\u00e9e n'existe pas."));
            }
            return RegistryData.KindOf((string)value["type"]);
        }

        public void Close() { }

        public void Dispose() { }

        public override string ToString() { return Name; }
    }
}
