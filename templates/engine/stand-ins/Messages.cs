using System;
using System.Globalization;

namespace Mderules.StandIns
{
    /// <summary>Texts of errors in the display language of the device. Scripts must not depend on them.</summary>
    public static class Messages
    {
        public static string Of(string english, string french, params object[] arguments)
        {
            return string.Format(CultureInfo.InvariantCulture, Machine.Current.French ? french : english, arguments);
        }

        public static string RegistryAccessDenied()
        {
            return Of("Requested registry access is not allowed.", "L'acc\u00e8s au Registre demand\u00e9 n'est pas autoris\u00e9.");
        }

        public static string Unauthorized()
        {
            return Of("Attempted to perform an unauthorized operation.", "Tentative d'op\u00e9ration non autoris\u00e9e.");
        }
    }
}
