using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Provider;

namespace Mderules.StandIns
{
    using RegistryValueKind = Microsoft.Win32.RegistryValueKind;

    /// <summary>The dynamic parameter that Set-ItemProperty has on registry paths.</summary>
    public sealed class SetPropertyParameters
    {
        [Parameter(ValueFromPipelineByPropertyName = true)]
        public RegistryValueKind Type { get; set; }
    }

    /// <summary>Values of keys: Get-, Set-, New-, Remove- and Clear-ItemProperty.</summary>
    public sealed partial class RegistryProvider : IDynamicPropertyCmdletProvider
    {
        public void GetProperty(string path, Collection<string> names)
        {
            string key = OpenOrWriteError(path, false);
            if (key == null) return;
            PSObject result = new PSObject();
            bool found = false;
            foreach (string name in MatchingNames(key, names, path))
            {
                result.Properties.Add(new PSNoteProperty(name.Length == 0 ? "(default)" : name, RegistryData.Read(Store.Value(key, name), true)));
                found = true;
            }
            if (found) WritePropertyObject(result, LongPath(key));
        }

        public void SetProperty(string path, PSObject properties)
        {
            string key = OpenOrWriteError(path, true);
            if (key == null) return;
            SetPropertyParameters given = DynamicParameters as SetPropertyParameters;
            foreach (PSPropertyInfo property in properties.Properties)
            {
                if (!ShouldProcess("Item: " + path + " Property: " + property.Name, "Set Property")) continue;
                SetValue(key, property.Name, property.Value, given == null ? null : given.Type.ToString(), path);
            }
        }

        public void NewProperty(string path, string name, string typeName, object value)
        {
            string key = OpenOrWriteError(path, true);
            if (key == null || !ShouldProcess("Item: " + path + " Property: " + name, "New Property")) return;
            if (!Force && Store.Value(key, ValueName(name)) != null)
            {
                IOException exists = new IOException(Messages.Of("The property already exists.", "La propri\u00e9t\u00e9 existe d\u00e9j\u00e0."));
                WriteError(new ErrorRecord(exists, exists.GetType().FullName, ErrorCategory.ResourceExists, path));
                return;
            }
            SetValue(key, name, value, typeName, path);
        }

        public void RemoveProperty(string path, string name)
        {
            string key = OpenOrWriteError(path, true);
            if (key == null) return;
            Collection<string> names = new Collection<string>();
            names.Add(name);
            foreach (string found in MatchingNames(key, names, path))
            {
                if (ShouldProcess("Item: " + path + " Property: " + found, "Remove Property")) Store.DeleteValue(key, found);
            }
        }

        public void ClearProperty(string path, Collection<string> names) { throw Machine.NotSupported("Clear-ItemProperty"); }

        public void CopyProperty(string path, string name, string toPath, string toName) { throw Machine.NotSupported("Copy-ItemProperty"); }

        public void MoveProperty(string path, string name, string toPath, string toName) { throw Machine.NotSupported("Move-ItemProperty"); }

        public void RenameProperty(string path, string name, string newName) { throw Machine.NotSupported("Rename-ItemProperty"); }

        public object GetPropertyDynamicParameters(string path, Collection<string> names) { return null; }

        public object SetPropertyDynamicParameters(string path, PSObject properties) { return new SetPropertyParameters(); }

        public object ClearPropertyDynamicParameters(string path, Collection<string> names) { return null; }

        public object NewPropertyDynamicParameters(string path, string name, string typeName, object value) { return null; }

        public object RemovePropertyDynamicParameters(string path, string name) { return null; }

        public object RenamePropertyDynamicParameters(string path, string name, string newName) { return null; }

        public object CopyPropertyDynamicParameters(string path, string name, string toPath, string toName) { return null; }

        public object MovePropertyDynamicParameters(string path, string name, string toPath, string toName) { return null; }

        void SetValue(string key, string name, object value, string typeName, string path)
        {
            try
            {
                RegistryValueKind kind = KindToWrite(key, ValueName(name), value, typeName);
                object converted = RegistryData.Convert(value, kind);
                Store.SetValue(key, ValueName(name), RegistryData.TypeOf(kind), RegistryData.Describe(converted, kind));
                PSObject result = new PSObject();
                result.Properties.Add(new PSNoteProperty(name.Length == 0 ? "(default)" : name, converted));
                WritePropertyObject(result, LongPath(key));
            }
            catch (ArgumentException exception) { WriteFailure(exception, typeName == null ? ErrorCategory.WriteError : ErrorCategory.InvalidArgument, path); }
            catch (InvalidCastException exception) { WriteFailure(exception, ErrorCategory.WriteError, path); }
        }

        void WriteFailure(Exception exception, ErrorCategory category, string path)
        {
            WriteError(new ErrorRecord(exception, exception.GetType().FullName, category, path));
        }

        /// <summary>The kind that was asked for; else that of the value that is there, where the new one fits; else what the value suggests.</summary>
        RegistryValueKind KindToWrite(string key, string name, object value, string typeName)
        {
            if (!string.IsNullOrEmpty(typeName) && typeName != "Unknown")
            {
                return (RegistryValueKind)Enum.Parse(typeof(RegistryValueKind), typeName, true);
            }
            Dictionary<string, object> before = Store.Value(key, name);
            if (before != null)
            {
                RegistryValueKind kind = RegistryData.KindOf((string)before["type"]);
                try { RegistryData.Convert(value, kind); return kind; }
                catch (InvalidCastException) { }
            }
            return RegistryData.Suggested(value);
        }

        /// <summary>Names of values that match; with -LiteralPath names are literal too. A name that matches nothing is an error.</summary>
        List<string> MatchingNames(string key, Collection<string> asked, string path)
        {
            List<string> there = Store.ValueNames(key);
            if (asked == null || asked.Count == 0) return there;
            List<string> result = new List<string>();
            foreach (string name in asked)
            {
                WildcardPattern pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
                List<string> matches = there.FindAll(delegate(string candidate)
                {
                    string shown = candidate.Length == 0 && name.Length > 0 ? "(default)" : candidate;
                    return LiteralNames ? string.Equals(shown, name, StringComparison.OrdinalIgnoreCase) : pattern.IsMatch(shown);
                });
                result.AddRange(matches);
                if (matches.Count > 0 || WildcardPattern.ContainsWildcardCharacters(name)) continue;
                PSArgumentException missing = new PSArgumentException(Messages.Of(
                    "Property {0} does not exist at path {1}.",
                    "La propri\u00e9t\u00e9 {0} n'existe pas dans le chemin d'acc\u00e8s {1}.", name, path));
                WriteError(new ErrorRecord(missing, missing.GetType().FullName, ErrorCategory.InvalidArgument, name));
            }
            return result;
        }

        /// <summary>Whether the cmdlet was given -LiteralPath. The base class knows, and does not tell.</summary>
        bool LiteralNames
        {
            get
            {
                System.Reflection.BindingFlags hidden = System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic;
                object context = typeof(CmdletProvider).GetProperty("Context", hidden).GetValue(this, null);
                return (bool)context.GetType().GetProperty("SuppressWildcardExpansion", hidden | System.Reflection.BindingFlags.Public).GetValue(context, null);
            }
        }

        static string ValueName(string name)
        {
            return string.Equals(name, "(default)", StringComparison.OrdinalIgnoreCase) ? "" : name;
        }
    }
}
