using System;
using System.Collections.Generic;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text;
using System.Threading;

namespace Mderules.StandIns
{
    /// <summary>
    /// PowerShell's own messages in French, where the thread's display language is French. The engine brings no French texts
    /// outside Windows: those that matter are here, all others get accents, so that no script can rely on a word of them.
    /// </summary>
    public sealed class French : ResourceManager
    {
        static readonly Dictionary<string, string> translations = new Dictionary<string, string>
        {
            { "PathNotFound", "Impossible de trouver le chemin d'acc\u00e8s \u00ab {0} \u00bb, car il n'existe pas." },
            { "DriveNotFound", "Lecteur introuvable. Il n'existe aucun lecteur nomm\u00e9 \u00ab {0} \u00bb." },
            { "NamedParameterNotFound", "Impossible de trouver un param\u00e8tre correspondant au nom \u00ab {1} \u00bb." },
            { "ShouldProcessMessage", "Op\u00e9ration \u00ab {0} \u00bb en cours sur la cible \u00ab {1} \u00bb." },
            { "ShouldProcessWhatIfMessage", "WhatIf : {0}" },
        };

        readonly ResourceManager english;

        French(ResourceManager english) { this.english = english; }

        /// <summary>Puts French texts over those of every loaded assembly of PowerShell. Best effort: another engine may keep them elsewhere.</summary>
        public static void Install()
        {
            const BindingFlags hidden = BindingFlags.Static | BindingFlags.NonPublic;
            foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
            {
                string name = assembly.GetName().Name;
                if (name != "System.Management.Automation" && !name.StartsWith("Microsoft.PowerShell.", StringComparison.Ordinal)) continue;
                foreach (Type type in assembly.GetTypes())
                {
                    FieldInfo field = type.GetField("resourceMan", hidden);
                    PropertyInfo property = type.GetProperty("ResourceManager", hidden);
                    if (field == null || property == null || field.FieldType != typeof(ResourceManager)) continue;
                    ResourceManager there = (ResourceManager)property.GetValue(null, null);
                    if (!(there is French)) field.SetValue(null, new French(there));
                }
            }
        }

        public override string GetString(string name, CultureInfo culture)
        {
            string text = english.GetString(name, culture);
            if (text == null || Thread.CurrentThread.CurrentUICulture.TwoLetterISOLanguageName != "fr") return text;
            string translation;
            return translations.TryGetValue(name, out translation) ? translation : Accented(text);
        }

        public override string GetString(string name) { return GetString(name, null); }

        static string Accented(string text)
        {
            const string plain = "aceiouAE";
            const string accented = "\u00e0\u00e7\u00e9\u00ee\u00f4\u00f9\u00c0\u00c9";
            StringBuilder result = new StringBuilder();
            int depth = 0;
            foreach (char character in text)
            {
                if (character == '{') depth++;
                if (character == '}') depth--;
                int index = depth > 0 ? -1 : plain.IndexOf(character);
                result.Append(index < 0 ? character : accented[index]);
            }
            return result.ToString();
        }
    }
}
