using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Provider;

namespace Mderules.StandIns
{
    /// <summary>The version in a file's resources, as System.Diagnostics.FileVersionInfo shows it.</summary>
    public sealed class VersionInfo
    {
        readonly int[] parts = new int[4];

        public VersionInfo(string fileName, string version)
        {
            FileName = fileName;
            FileVersion = version;
            if (version == null) return;
            string[] numbers = version.Split('.');
            for (int index = 0; index < numbers.Length && index < 4; index++) parts[index] = int.Parse(numbers[index], CultureInfo.InvariantCulture);
        }

        public string FileName { get; private set; }
        /// <summary>Null where the file has no version; the parts are 0 then.</summary>
        public string FileVersion { get; private set; }
        public string ProductVersion { get { return FileVersion; } }
        public int FileMajorPart { get { return parts[0]; } }
        public int FileMinorPart { get { return parts[1]; } }
        public int FileBuildPart { get { return parts[2]; } }
        public int FilePrivatePart { get { return parts[3]; } }
    }

    public sealed class DeviceFile
    {
        public DeviceFile(string path, string version, string attributes = "Archive")
        {
            FullName = path;
            Attributes = attributes;
            VersionInfo = new VersionInfo(path, version);
        }

        public string FullName { get; private set; }
        public string Attributes { get; private set; }
        public string Name { get { return FullName.Substring(FullName.LastIndexOf('\\') + 1); } }
        public bool Exists { get { return true; } }
        public VersionInfo VersionInfo { get; private set; }

        public override string ToString() { return FullName; }
    }

    /// <summary>Drive C of the device, read-only.</summary>
    [CmdletProvider("FileSystem", ProviderCapabilities.ShouldProcess)]
    public sealed class FileProvider : NavigationCmdletProvider
    {
#if CORECLR
        public override char ItemSeparator { get { return '\\'; } }
        public override char AltItemSeparator { get { return '\\'; } }
#endif

        protected override Collection<PSDriveInfo> InitializeDefaultDrives()
        {
            Collection<PSDriveInfo> drives = new Collection<PSDriveInfo>();
            drives.Add(new PSDriveInfo("C", ProviderInfo, "C:", "", null));
            return drives;
        }

        protected override bool IsValidPath(string path) { return true; }

        protected override bool ItemExists(string path)
        {
            FileStore files = Machine.Current.Files;
            if (files.IsDenied(path))
            {
                UnauthorizedAccessException denied = new UnauthorizedAccessException(Messages.Of("Access is denied", "Acc\u00e8s refus\u00e9"));
                WriteError(new ErrorRecord(denied, "ItemExistsUnauthorizedAccessError", ErrorCategory.PermissionDenied, path));
                return false;
            }
            return files.File(path) != null || files.IsFolder(path);
        }

        protected override bool IsItemContainer(string path) { return Machine.Current.Files.IsFolder(path); }

        protected override void GetItem(string path)
        {
            Dictionary<string, object> file = Machine.Current.Files.File(path);
            if (file == null)
            {
                WriteItemObject(new DeviceFile(path, null, "Directory"), path, true);
                return;
            }
            object version;
            file.TryGetValue("version", out version);
            WriteItemObject(new DeviceFile(path, (string)version), path, false);
        }

        protected override void GetChildItems(string path, bool recurse) { throw Machine.Current.NotSupported("Get-ChildItem of the folder " + path); }

        protected override void NewItem(string path, string type, object value) { throw Machine.Current.NotSupported("New-Item of the file " + path); }

        protected override void RemoveItem(string path, bool recurse) { throw Machine.Current.NotSupported("Remove-Item of the file " + path); }

        protected override bool HasChildItems(string path) { return false; }

        protected override string GetParentPath(string path, string root)
        {
            int end = path.Replace('/', '\\').TrimEnd('\\').LastIndexOf('\\');
            return end < 0 ? "" : path.Substring(0, end);
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
            return parent.TrimEnd('\\', '/') + "\\" + child.TrimStart('\\', '/').Replace('/', '\\');
        }

        protected override string NormalizeRelativePath(string path, string basePath)
        {
            string rest = path.Replace('/', '\\');
            return string.IsNullOrEmpty(basePath) || !rest.StartsWith(basePath, StringComparison.OrdinalIgnoreCase)
                ? rest
                : rest.Substring(basePath.Length).TrimStart('\\');
        }
    }
}
