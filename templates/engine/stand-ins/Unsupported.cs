using System;
using System.Management.Automation;

namespace Mderules.StandIns
{
    /// <summary>Parameters that Windows PowerShell 5.1 has, and a stand-in does not answer.</summary>
    public static class Unsupported
    {
        static readonly string[] common =
        {
            "ErrorAction", "ErrorVariable", "WarningAction", "WarningVariable", "InformationAction", "InformationVariable",
            "OutVariable", "OutBuffer", "PipelineVariable", "Verbose", "Debug", "WhatIf", "Confirm"
        };

        /// <summary>Throws where a parameter was given that is neither common nor among the answered ones.</summary>
        public static void Refuse(PSCmdlet cmdlet, params string[] answered)
        {
            foreach (string given in cmdlet.MyInvocation.BoundParameters.Keys)
            {
                if (Array.IndexOf(common, given) >= 0 || Array.IndexOf(answered, given) >= 0) continue;
                throw Machine.Current.NotSupported(cmdlet.MyInvocation.MyCommand.Name + " -" + given);
            }
        }
    }
}
