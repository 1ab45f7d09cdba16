using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation.Language;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Mderules.StandIns
{
    /// <summary>
    /// What a script uses that Windows PowerShell 5.1 does not have or takes otherwise, and a later PowerShell would let pass.
    /// </summary>
    public static class LaterFeatures
    {
        /// <summary>Parameters of cmdlets that are the engine's own here; stand-ins bring the parameters of 5.1 with them.</summary>
        static readonly Dictionary<string, string[]> parameters = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
        {
            { "ConvertFrom-Json", new[] { "AsHashtable", "DateKind", "Depth", "NoEnumerate" } },
            { "ConvertTo-Csv", new[] { "IncludeTypeInformation", "NoHeader", "QuoteFields", "UseQuotes" } },
            { "ConvertTo-Json", new[] { "AsArray", "EnumsAsStrings", "EscapeHandling" } },
            { "ForEach-Object", new[] { "AsJob", "Parallel", "ThrottleLimit", "TimeoutSeconds", "UseNewRunspace" } },
            { "Format-Table", new[] { "RepeatHeader" } },
            { "Get-ChildItem", new[] { "FollowSymlink" } },
            { "Get-Command", new[] { "FuzzyMinimumDistance", "UseAbbreviationExpansion", "UseFuzzyMatching" } },
            { "Get-Unique", new[] { "CaseInsensitive" } },
            { "Join-Path", new[] { "AdditionalChildPath", "Extension" } },
            { "Measure-Object", new[] { "AllStats", "StandardDeviation" } },
            { "Out-String", new[] { "NoNewline" } },
            { "Select-Object", new[] { "CaseInsensitive", "SkipIndex" } },
            { "Select-String", new[] { "Culture", "NoEmphasis", "Raw" } },
            { "Sort-Object", new[] { "Bottom", "Stable", "Top" } },
            { "Split-Path", new[] { "Extension", "LeafBase" } },
            { "Where-Object", new[] { "Not" } },
        };

        static readonly Dictionary<string, List<string>> known = new Dictionary<string, List<string>>();

        /// <summary>Each finding as a text; a file is looked at once.</summary>
        public static List<string> Find(string path)
        {
            List<string> found;
            if (known.TryGetValue(path, out found)) return found;
            found = new List<string>();
            if (Array.Exists(File.ReadAllBytes(path), delegate(byte one) { return one > 127; }))
            {
                found.Add("a character that is not ASCII, which 5.1 reads in the code page of the device");
            }
            Token[] tokens;
            ParseError[] errors;
            Ast tree = Parser.ParseFile(path, out tokens, out errors);
            foreach (Ast node in tree.FindAll(delegate { return true; }, true))
            {
                string feature = FeatureOf(node);
                if (feature != null) found.Add(feature + " in line " + node.Extent.StartLineNumber);
            }
            known[path] = found;
            return found;
        }

        static string FeatureOf(Ast node)
        {
            // By name: 5.1 has no such types.
            switch (node.GetType().Name)
            {
                case "PipelineChainAst": return "&& or ||";
                case "TernaryExpressionAst": return "the operator ? :";
                case "BinaryExpressionAst": return IsCoalescing(((BinaryExpressionAst)node).Operator) ? "the operator ??" : null;
                case "AssignmentStatementAst": return IsCoalescing(((AssignmentStatementAst)node).Operator) ? "the operator ??=" : null;
                case "CommandParameterAst": return LaterParameter((CommandParameterAst)node);
                case "MemberExpressionAst":
                    MemberExpressionAst member = (MemberExpressionAst)node;
                    if (IsClock(member)) return member.Extent.Text + ", which no stand-in answers as Get-Date is,";
                    return IsConditional(node) ? "the operator ?." : null;
                case "InvokeMemberExpressionAst":
                case "IndexExpressionAst":
                    return IsConditional(node) ? "the operator ?. or ?[]" : null;
                default: return null;
            }
        }

        static bool IsCoalescing(TokenKind kind) { return kind.ToString().StartsWith("QuestionQuestion", StringComparison.Ordinal); }

        static bool IsConditional(Ast node)
        {
            PropertyInfo property = node.GetType().GetProperty("NullConditional");
            return property != null && (bool)property.GetValue(node, null);
        }

        static bool IsClock(MemberExpressionAst member)
        {
            return member.Static
                && Regex.IsMatch(member.Expression.Extent.Text, @"^\[(System\.)?DateTime(Offset)?\]$", RegexOptions.IgnoreCase)
                && Regex.IsMatch(member.Member.Extent.Text, "^((Utc)?Now|Today)$", RegexOptions.IgnoreCase);
        }

        static string LaterParameter(CommandParameterAst parameter)
        {
            CommandAst command = parameter.Parent as CommandAst;
            string name = command == null ? null : command.GetCommandName();
            if (name == null) return null;
            string[] later;
            bool isLater = string.Equals(parameter.ParameterName, "ProgressAction", StringComparison.OrdinalIgnoreCase)
                || (parameters.TryGetValue(name, out later)
                    && Array.Exists(later, delegate(string one) { return string.Equals(one, parameter.ParameterName, StringComparison.OrdinalIgnoreCase); }));
            return isLater ? name + " -" + parameter.ParameterName : null;
        }
    }
}
