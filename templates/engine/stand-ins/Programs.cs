using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;

namespace Mderules.StandIns
{
    using Table = Dictionary<string, object>;

    /// <summary>What a program does when it ends: it returns its exit code.</summary>
    public delegate int Effect();

    /// <summary>The programs that a script may start: sc.exe, and the interpreters that run a package of the site.</summary>
    public static class Programs
    {
        const string OnboardingState = @"HKLM\SOFTWARE\Microsoft\Windows Advanced Threat Protection\Status";
        const string OnboardingPolicy = @"HKLM\SOFTWARE\Policies\Microsoft\Windows Advanced Threat Protection";
        const string OffboardingValue = "696C1FA1-4030-4FA4-8713-FAF9B2EA7C0A";

        /// <summary>The effect of a command line, or null where there is no such program. What is no stand-in's business throws.</summary>
        public static Effect Find(Machine machine, string file, string commandLine)
        {
            string name = Regex.Replace(file, @"^.*[\\/]", "").ToLowerInvariant();
            if (!name.EndsWith(".exe", StringComparison.Ordinal) && name.IndexOf('.') < 0) name += ".exe";
            if (name == "shutdown.exe" || name == "restart.exe")
            {
                machine.RecordViolation("restart: " + file + " " + commandLine);
                throw machine.NotSupported(file + " " + commandLine);
            }
            if (file.IndexOf('\\') < 0) throw machine.NotSupported("running " + file + " without its path");
            List<string> words = Split(commandLine);
            if (IsSystemFile(file, "sc.exe")) return ServiceControl(machine, words, commandLine);
            string package = PackagePath(file, words, commandLine);
            string action;
            if (package != null && machine.Packages.TryGetValue(package.ToLowerInvariant(), out action))
            {
                return delegate { return RunPackage(machine, action); };
            }
            if (machine.Files.File(file) == null && !IsSystemFile(file, name)) return null;
            throw machine.NotSupported("running " + file + " " + commandLine);
        }

        /// <summary>Onboarding and offboarding as src/simulate/packages.ts describes them; only an elevated account can.</summary>
        public static int RunPackage(Machine machine, string action)
        {
            machine.RecordWrite("run-package", "package:" + action, null);
            if ((string)machine.Section("packages")[action] != "succeeds" || !machine.Elevated) return 1;
            bool on = action == "onboarding";
            foreach (string name in on ? new[] { "OffboardingInfo", OffboardingValue } : new[] { "OnboardingInfo" }) RemoveValue(machine, OnboardingPolicy, name);
            SetValue(machine, OnboardingPolicy, on ? "OnboardingInfo" : OffboardingValue, "string", "{}");
            if (on) SetValue(machine, OnboardingState, "OrgId", "string", "organisation");
            SetValue(machine, OnboardingState, "OnboardingState", "dword", on ? 1L : 0L);
            string configuration = ServiceManager.ConfigurationKey("Sense");
            SetValue(machine, configuration, "Start", "dword", on ? 2L : 3L);
            RemoveValue(machine, configuration, "DelayedAutostart");
            Table service = ServiceManager.Find(machine, "Sense") ?? new Table();
            service["name"] = "Sense";
            machine.Section("services")["sense"] = service;
            ServiceManager.SetState(machine, service, on ? "running" : "stopped");
            return 0;
        }

        static void SetValue(Machine machine, string key, string name, string type, object data)
        {
            if (!machine.Registry.Exists(key))
            {
                machine.Registry.CreateAncestors(key);
                machine.Registry.CreateKey(key);
            }
            machine.Registry.SetValue(key, name, type, data);
        }

        static void RemoveValue(Machine machine, string key, string name)
        {
            if (machine.Registry.Value(key, name) != null) machine.Registry.DeleteValue(key, name);
        }

        static Effect ServiceControl(Machine machine, List<string> words, string commandLine)
        {
            string verb = words.Count > 0 ? words[0].ToLowerInvariant() : "";
            if (verb == "start" && words.Count == 2) return delegate { return ServiceManager.Start(machine, words[1]); };
            if (verb == "stop" && words.Count == 2) return delegate { return ServiceManager.Stop(machine, words[1]); };
            if (verb == "pause" && words.Count == 2) return delegate { return ServiceManager.Pause(machine, words[1]); };
            if (verb == "continue" && words.Count == 2) return delegate { return ServiceManager.Continue(machine, words[1]); };
            // sc.exe wants the space after "start=".
            if (verb == "config" && words.Count == 4 && words[2].ToLowerInvariant() == "start=")
                return delegate { return ServiceManager.Configure(machine, words[1], words[3]); };
            if (verb == "config" || verb == "start" || verb == "stop") return delegate { return ServiceManager.InvalidCommandLine; };
            throw machine.NotSupported("sc.exe " + commandLine);
        }

        /// <summary>The script that cmd.exe /c or powershell.exe -File runs, or the file itself.</summary>
        static string PackagePath(string file, List<string> words, string commandLine)
        {
            if (IsSystemFile(file, "cmd.exe")) return CommandOf(commandLine);
            if (IsSystemFile(file, @"WindowsPowerShell\v1.0\powershell.exe"))
            {
                int at = words.FindIndex(delegate(string word) { return word.Equals("-File", StringComparison.OrdinalIgnoreCase); });
                return at >= 0 && at + 1 < words.Count ? words[at + 1] : null;
            }
            return file;
        }

        /// <summary>
        /// What cmd.exe /c runs, by its own rule: exactly one pair of quotes around a name with a space and no special character
        /// stays; otherwise the first and the last quote go.
        /// </summary>
        static string CommandOf(string commandLine)
        {
            Match match = Regex.Match(commandLine, @"^\s*(?:/[a-z]\s+)*?/c\s+(.*?)\s*$", RegexOptions.IgnoreCase);
            if (!match.Success) return null;
            string command = match.Groups[1].Value;
            bool isPair = Regex.IsMatch(command, "^\"[^\"&<>()@^|]*\\s[^\"&<>()@^|]*\"$");
            if (command.StartsWith("\"", StringComparison.Ordinal) && !isPair)
            {
                int last = command.LastIndexOf('"');
                command = last > 0 ? command.Substring(1, last - 1) + command.Substring(last + 1) : command.Substring(1);
            }
            List<string> words = Split(command);
            return words.Count > 0 ? words[0] : null;
        }

        /// <summary>Whether a path is that program below System32, which for a 32-bit process is SysWOW64.</summary>
        static bool IsSystemFile(string file, string name)
        {
            string path = FileStore.Normalize(file);
            return path == @"c:\windows\system32\" + name.ToLowerInvariant() || path == @"c:\windows\syswow64\" + name.ToLowerInvariant();
        }

        /// <summary>Splits a command line as programs do: a quoted stretch is one word.</summary>
        static List<string> Split(string commandLine)
        {
            List<string> words = new List<string>();
            StringBuilder word = null;
            bool quoted = false;
            foreach (char character in commandLine)
            {
                if (character == '"') { quoted = !quoted; word = word ?? new StringBuilder(); }
                else if (!quoted && (character == ' ' || character == '\t'))
                {
                    if (word != null) words.Add(word.ToString());
                    word = null;
                }
                else (word = word ?? new StringBuilder()).Append(character);
            }
            if (word != null) words.Add(word.ToString());
            return words;
        }
    }
}
