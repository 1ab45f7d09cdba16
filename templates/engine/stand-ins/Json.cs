using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace Mderules.StandIns
{
    /// <summary>
    /// JSON as dictionaries, lists, text, long or double, bool and null. PowerShell's own cmdlets take text that looks like a
    /// date for a date and stop at a depth; a described device must come back exactly as it was given.
    /// </summary>
    public static class Json
    {
        public static object Parse(string text)
        {
            int at = 0;
            object value = ParseValue(text, ref at);
            SkipSpace(text, ref at);
            if (at != text.Length) throw Unexpected(text, at);
            return value;
        }

        public static string Write(object value)
        {
            StringBuilder text = new StringBuilder();
            WriteValue(text, value);
            return text.ToString();
        }

        static object ParseValue(string text, ref int at)
        {
            SkipSpace(text, ref at);
            if (at >= text.Length) throw Unexpected(text, at);
            switch (text[at])
            {
                case '{': return ParseObject(text, ref at);
                case '[': return ParseArray(text, ref at);
                case '"': return ParseString(text, ref at);
                case 't': Expect(text, ref at, "true"); return true;
                case 'f': Expect(text, ref at, "false"); return false;
                case 'n': Expect(text, ref at, "null"); return null;
                default: return ParseNumber(text, ref at);
            }
        }

        static Dictionary<string, object> ParseObject(string text, ref int at)
        {
            Dictionary<string, object> result = new Dictionary<string, object>(StringComparer.Ordinal);
            at++;
            SkipSpace(text, ref at);
            if (text[at] == '}') { at++; return result; }
            while (true)
            {
                SkipSpace(text, ref at);
                string name = ParseString(text, ref at);
                SkipSpace(text, ref at);
                Expect(text, ref at, ":");
                result[name] = ParseValue(text, ref at);
                SkipSpace(text, ref at);
                if (text[at] == ',') { at++; continue; }
                Expect(text, ref at, "}");
                return result;
            }
        }

        static List<object> ParseArray(string text, ref int at)
        {
            List<object> result = new List<object>();
            at++;
            SkipSpace(text, ref at);
            if (text[at] == ']') { at++; return result; }
            while (true)
            {
                result.Add(ParseValue(text, ref at));
                SkipSpace(text, ref at);
                if (text[at] == ',') { at++; continue; }
                Expect(text, ref at, "]");
                return result;
            }
        }

        static string ParseString(string text, ref int at)
        {
            if (text[at] != '"') throw Unexpected(text, at);
            StringBuilder result = new StringBuilder();
            at++;
            while (text[at] != '"')
            {
                if (text[at] != '\\') { result.Append(text[at++]); continue; }
                char escape = text[at + 1];
                at += 2;
                switch (escape)
                {
                    case 'n': result.Append('\n'); break;
                    case 'r': result.Append('\r'); break;
                    case 't': result.Append('\t'); break;
                    case 'b': result.Append('\b'); break;
                    case 'f': result.Append('\f'); break;
                    case 'u':
                        result.Append((char)int.Parse(text.Substring(at, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                        at += 4;
                        break;
                    default: result.Append(escape); break;
                }
            }
            at++;
            return result.ToString();
        }

        static object ParseNumber(string text, ref int at)
        {
            int start = at;
            while (at < text.Length && "+-.0123456789eE".IndexOf(text[at]) >= 0) at++;
            string digits = text.Substring(start, at - start);
            long whole;
            if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole)) return whole;
            double number;
            if (double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out number)) return number;
            throw Unexpected(text, start);
        }

        static void SkipSpace(string text, ref int at)
        {
            while (at < text.Length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n')) at++;
        }

        static void Expect(string text, ref int at, string expected)
        {
            if (string.CompareOrdinal(text, at, expected, 0, expected.Length) != 0) throw Unexpected(text, at);
            at += expected.Length;
        }

        static FormatException Unexpected(string text, int at)
        {
            return new FormatException("JSON: unexpected text at offset " + at.ToString(CultureInfo.InvariantCulture));
        }

        static void WriteValue(StringBuilder text, object value)
        {
            // What a PowerShell function returned may be wrapped.
            if (value is PSObject) value = ((PSObject)value).BaseObject;
            if (value == null) text.Append("null");
            else if (value is bool) text.Append((bool)value ? "true" : "false");
            else if (value is string) WriteString(text, (string)value);
            else if (value is double) text.Append(((double)value).ToString("R", CultureInfo.InvariantCulture));
            else if (value is int || value is long || value is uint || value is ulong || value is byte)
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
            else if (value is System.Collections.IDictionary) WriteObject(text, (System.Collections.IDictionary)value);
            else if (value is System.Collections.IEnumerable) WriteArray(text, (System.Collections.IEnumerable)value);
            else throw new NotSupportedException("JSON: a " + value.GetType().FullName);
        }

        static void WriteObject(StringBuilder text, System.Collections.IDictionary members)
        {
            string separator = "{";
            foreach (System.Collections.DictionaryEntry member in members)
            {
                text.Append(separator);
                separator = ",";
                WriteString(text, (string)member.Key);
                text.Append(':');
                WriteValue(text, member.Value);
            }
            text.Append(separator == "{" ? "{}" : "}");
        }

        static void WriteArray(StringBuilder text, System.Collections.IEnumerable items)
        {
            string separator = "[";
            foreach (object item in items)
            {
                text.Append(separator);
                separator = ",";
                WriteValue(text, item);
            }
            text.Append(separator == "[" ? "[]" : "]");
        }

        // Everything but printable ASCII is escaped, so that no encoding of the file can change it.
        static void WriteString(StringBuilder text, string value)
        {
            text.Append('"');
            foreach (char character in value)
            {
                if (character == '"' || character == '\\') text.Append('\\').Append(character);
                else if (character >= ' ' && character <= '~') text.Append(character);
                else text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            }
            text.Append('"');
        }
    }
}
