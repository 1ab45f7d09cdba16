using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Runtime.InteropServices;
using Mderules.StandIns;

namespace Mderules.StandIns
{
    /// <summary>As Microsoft.Dism.Commands.PackageFeatureState.</summary>
    public enum PackageFeatureState { NotPresent = 0, UninstallPending = 1, Staged = 2, Removed = 3, Installed = 4, InstallPending = 5 }
}

namespace Microsoft.Dism.Commands
{
    /// <summary>Get-WindowsCapability of the module Dism; -Online -Name is answered. An unknown name gives an object without a name.</summary>
    [Cmdlet("Get", "WindowsCapability", DefaultParameterSetName = "Online")]
    public sealed class GetWindowsCapabilityCommand : PSCmdlet
    {
        [Parameter]
        public string Name { get; set; }

        [Parameter]
        public SwitchParameter LimitAccess { get; set; }

        [Parameter]
        public string[] Source { get; set; }

        [Parameter(ParameterSetName = "Online", Mandatory = true)]
        public SwitchParameter Online { get; set; }

        [Parameter(ParameterSetName = "Offline", Mandatory = true)]
        public string Path { get; set; }

        [Parameter]
        public string WindowsDirectory { get; set; }

        [Parameter]
        public string SystemDrive { get; set; }

        [Parameter]
        public string LogPath { get; set; }

        [Parameter]
        public string ScratchDirectory { get; set; }

        [Parameter]
        public string LogLevel { get; set; }

        protected override void ProcessRecord()
        {
            Machine machine = Machine.Current;
            Unsupported.Refuse(this, "Online", "Name");
            if (Name == null || WildcardPattern.ContainsWildcardCharacters(Name)) throw machine.NotSupported("Get-WindowsCapability without one -Name");
            if (!machine.Elevated || machine.IsUnreadable("capability"))
            {
                COMException denied = new COMException(Messages.Of(
                    "The requested operation requires elevation.", "L'op\u00e9ration demand\u00e9e n\u00e9cessite une \u00e9l\u00e9vation."), unchecked((int)0x800702E4));
                // DISM gives no id: what is left of it is the name of the command.
                ThrowTerminatingError(new ErrorRecord(denied, "", ErrorCategory.NotSpecified, null));
            }
            object state;
            bool known = machine.Section("capabilities").TryGetValue(Name.ToLowerInvariant(), out state);
            PSObject capability = new PSObject();
            capability.Properties.Add(new PSNoteProperty("Name", known ? Name : ""));
            capability.Properties.Add(new PSNoteProperty("State", known ? StateOf(machine, (string)state) : PackageFeatureState.NotPresent));
            WriteObject(capability);
        }

        static PackageFeatureState StateOf(Machine machine, string state)
        {
            switch (state)
            {
                case "installed": return PackageFeatureState.Installed;
                case "not-present": return PackageFeatureState.NotPresent;
                case "staged": return PackageFeatureState.Staged;
                case "pending": return PackageFeatureState.InstallPending;
                default: throw machine.NotSupported("the capability state " + state);
            }
        }
    }
}
