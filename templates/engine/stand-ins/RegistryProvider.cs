using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Provider;
using System.Security;

namespace Mderules.StandIns
{
    /// <summary>
    /// The registry as PowerShell's own item cmdlets see it: Get-Item, New-Item, Test-Path and their like are the real ones, only what
    /// is below them is a described device. Errors and their order follow the real provider.
    /// </summary>
    [CmdletProvider("Registry", ProviderCapabilities.ShouldProcess)]
    public sealed partial class RegistryProvider : NavigationCmdletProvider
    {
        const string Separator = "\\";

#if CORECLR
        public override char ItemSeparator { get { return '\\'; } }
        public override char AltItemSeparator { get { return '\\'; } }
#endif

        Machine Machine { get { return Machine.Current; } }
        RegistryStore Store { get { return Machine.Current.Registry; } }

        protected override Collection<PSDriveInfo> InitializeDefaultDrives()
        {
            Collection<PSDriveInfo> drives = new Collection<PSDriveInfo>();
            drives.Add(new PSDriveInfo("HKLM", ProviderInfo, "HKEY_LOCAL_MACHINE", "", null));
            drives.Add(new PSDriveInfo("HKCU", ProviderInfo, "HKEY_CURRENT_USER", "", null));
            return drives;
        }

        protected override bool IsValidPath(string path) { return !string.IsNullOrEmpty(path); }

        protected override bool ItemExists(string path)
        {
            try { return Store.Open(path, false) != null; }
            // What one may not open is there.
            catch (SecurityException) { return true; }
        }

        protected override bool IsItemContainer(string path)
        {
            try { return Store.Open(path, false) != null; }
            catch (SecurityException denied) { WriteDenied(denied, path); return false; }
        }

        protected override bool HasChildItems(string path)
        {
            try
            {
                string key = Store.Open(path, false);
                return key != null && Store.SubKeyNames(key).Count > 0;
            }
            catch (SecurityException) { return false; }
        }

        protected override void GetItem(string path)
        {
            string key = OpenOrWriteError(path, false);
            if (key != null) WriteKey(key);
        }

        protected override void GetChildItems(string path, bool recurse)
        {
            string key = OpenOrWriteError(path, false);
            if (key == null) return;
            foreach (string name in Store.SubKeyNames(key))
            {
                string child = key + Separator + name;
                string opened = OpenOrWriteError(child, false);
                if (opened == null) continue;
                WriteKey(opened);
                if (recurse) GetChildItems(child, true);
            }
        }

        protected override void GetChildNames(string path, ReturnContainers returnContainers)
        {
            string key = OpenOrWriteError(path, false);
            if (key == null) return;
            foreach (string name in Store.SubKeyNames(key)) WriteItemObject(name, LongPath(key + Separator + name), true);
        }

        protected override void NewItem(string path, string itemTypeName, object newItemValue)
        {
            if (!ShouldProcess("Item: " + path, "New Item")) return;
            if (Store.Open(path, false) != null)
            {
                if (!Force)
                {
                    IOException exists = new IOException(Messages.Of(
                        "A key in this path already exists.", "Une cl\u00e9 existe d\u00e9j\u00e0 \u00e0 ce chemin d'acc\u00e8s."));
                    WriteError(new ErrorRecord(exists, exists.GetType().FullName, ErrorCategory.ResourceExists, path));
                    return;
                }
                // Windows does this: New-Item -Force empties a key that is there.
                RemoveItem(path, false);
            }
            if (RegistryStore.Normalize(path) == null) { WriteMissing(path); return; }
            if (Force) Store.CreateAncestors(path);
            string parent = OpenOrWriteError(GetParentPath(path, null), true);
            if (parent == null) return;
            string key = parent + Separator + GetChildName(path);
            Store.CreateKey(key);
            if (newItemValue != null) SetValue(key, "", newItemValue, itemTypeName, path);
            WriteKey(key);
        }

        protected override void RemoveItem(string path, bool recurse)
        {
            string parent = OpenOrWriteError(GetParentPath(path, null), true);
            if (parent == null || !ShouldProcess("Item: " + path, "Remove Key")) return;
            try { Store.Open(path, true); }
            catch (SecurityException denied) { WriteDenied(denied, path); return; }
            Store.DeleteTree(path);
        }

        protected override string GetParentPath(string path, string root)
        {
            string rest = path.Replace('/', '\\').TrimEnd('\\');
            int end = rest.LastIndexOf('\\');
            return end < 0 ? "" : rest.Substring(0, end);
        }

        protected override string GetChildName(string path)
        {
            string rest = path.Replace('/', '\\').TrimEnd('\\');
            return rest.Substring(rest.LastIndexOf('\\') + 1);
        }

        protected override string MakePath(string parent, string child)
        {
            if (string.IsNullOrEmpty(parent)) return child ?? "";
            if (string.IsNullOrEmpty(child)) return parent;
            return parent.TrimEnd('\\', '/') + Separator + child.TrimStart('\\', '/').Replace('/', '\\');
        }

        protected override string NormalizeRelativePath(string path, string basePath)
        {
            string rest = path.Replace('/', '\\');
            return string.IsNullOrEmpty(basePath) || !rest.StartsWith(basePath, StringComparison.OrdinalIgnoreCase)
                ? rest
                : rest.Substring(basePath.Length).TrimStart('\\');
        }

        void WriteKey(string key)
        {
            PSObject item = PSObject.AsPSObject(new RegistryKey(Machine, key));
            List<string> names = Store.ValueNames(key);
            int unnamed = names.IndexOf("");
            if (unnamed >= 0) names[unnamed] = "(default)";
            item.Properties.Add(new PSNoteProperty("Property", names.ToArray()));
            WriteItemObject(item, LongPath(key), true);
        }

        static string LongPath(string key) { return RegistryStore.LongName(key); }

        /// <summary>The key, or null after an error was written: a missing key is an invalid argument here, as in Windows.</summary>
        string OpenOrWriteError(string path, bool write)
        {
            try
            {
                string key = Store.Open(path, write);
                if (key == null) WriteMissing(path);
                return key;
            }
            catch (SecurityException denied)
            {
                WriteDenied(denied, path);
                return null;
            }
        }

        void WriteMissing(string path)
        {
            ArgumentException missing = new ArgumentException(Messages.Of(
                "The registry key at the specified path does not exist.",
                "La cl\u00e9 de Registre situ\u00e9e dans le chemin d'acc\u00e8s sp\u00e9cifi\u00e9 n'existe pas."));
            WriteError(new ErrorRecord(missing, missing.GetType().FullName, ErrorCategory.InvalidArgument, path));
        }

        void WriteDenied(SecurityException denied, string path)
        {
            WriteError(new ErrorRecord(denied, denied.GetType().FullName, ErrorCategory.PermissionDenied, path));
        }
    }
}
