using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace Mderules.StandIns
{
    using RegistryValueKind = Microsoft.Win32.RegistryValueKind;

    /// <summary>Between the data of a described value and what .NET reads and writes.</summary>
    public static class RegistryData
    {
        static readonly string[] types = { "string", "expand-string", "binary", "dword", "multi-string", "qword" };
        static readonly RegistryValueKind[] kinds =
        {
            RegistryValueKind.String, RegistryValueKind.ExpandString, RegistryValueKind.Binary,
            RegistryValueKind.DWord, RegistryValueKind.MultiString, RegistryValueKind.QWord
        };

        public static RegistryValueKind KindOf(string type) { return kinds[Array.IndexOf(types, type)]; }

        public static string TypeOf(RegistryValueKind kind) { return types[Array.IndexOf(kinds, kind)]; }

        /// <summary>As RegistryKey.GetValue: a DWORD is a signed number, an expandable text is expanded unless told otherwise.</summary>
        public static object Read(Dictionary<string, object> value, bool expand)
        {
            object data = value["data"];
            switch (KindOf((string)value["type"]))
            {
                case RegistryValueKind.DWord: return unchecked((int)(uint)(long)data);
                case RegistryValueKind.QWord: return data is double ? (long)(double)data : (long)data;
                case RegistryValueKind.MultiString: return Texts(data);
                case RegistryValueKind.Binary: return Bytes(data);
                case RegistryValueKind.ExpandString: return expand ? HostProcess.Expand((string)data) : data;
                default: return data;
            }
        }

        /// <summary>What RegistryKey.SetValue stores, as the device describes it.</summary>
        public static object Describe(object value, RegistryValueKind kind)
        {
            switch (kind)
            {
                case RegistryValueKind.DWord: return value is uint ? (long)(uint)value : (long)unchecked((uint)(int)value);
                case RegistryValueKind.QWord: return value is int ? (long)(int)value : value is ulong ? unchecked((long)(ulong)value) : (long)value;
                case RegistryValueKind.MultiString: return new List<object>((string[])value);
                case RegistryValueKind.Binary:
                    List<object> bytes = new List<object>();
                    foreach (byte one in (byte[])value) bytes.Add((long)one);
                    return bytes;
                default: return value;
            }
        }

        /// <summary>PowerShell's conversion before it writes; throws where the value is not of the kind.</summary>
        public static object Convert(object value, RegistryValueKind kind)
        {
            if (value is PSObject) value = ((PSObject)value).BaseObject;
            switch (kind)
            {
                case RegistryValueKind.DWord:
                    if (value == null) return 0;
                    try { return To<int>(value); }
                    catch (PSInvalidCastException) { return To<uint>(value); }
                case RegistryValueKind.QWord:
                    if (value == null) return 0L;
                    try { return To<long>(value); }
                    catch (PSInvalidCastException) { return To<ulong>(value); }
                case RegistryValueKind.Binary: return value == null ? new byte[0] : To<byte[]>(value);
                case RegistryValueKind.MultiString: return value == null ? new string[0] : To<string[]>(value);
                default: return value == null ? "" : To<string>(value);
            }
        }

        /// <summary>The kind that a value suggests where none is given.</summary>
        public static RegistryValueKind Suggested(object value)
        {
            if (value is PSObject) value = ((PSObject)value).BaseObject;
            if (value is byte[]) return RegistryValueKind.Binary;
            if (value is int) return RegistryValueKind.DWord;
            if (value is long) return RegistryValueKind.QWord;
            if (value is string[]) return RegistryValueKind.MultiString;
            return RegistryValueKind.String;
        }

        static T To<T>(object value) { return (T)LanguagePrimitives.ConvertTo(value, typeof(T), CultureInfo.CurrentCulture); }

        static string[] Texts(object data)
        {
            List<object> items = (List<object>)data;
            return items.ConvertAll(delegate(object item) { return (string)item; }).ToArray();
        }

        static byte[] Bytes(object data)
        {
            List<object> items = (List<object>)data;
            return items.ConvertAll(delegate(object item) { return (byte)(long)item; }).ToArray();
        }
    }
}
