import { createRegistryKey, type Device, setRegistryValue } from "../../src/simulate/device.ts";
import { failureOf, testCases } from "./script-case.ts";

const key = "HKLM\\SOFTWARE\\Policies\\Contoso";
const acl = `(Get-Acl -LiteralPath 'Registry::${key}').Sddl`;
const health =
  "Get-CimInstance -Namespace root/cimv2/mdm/dmmap -ClassName MDM_WindowsAdvancedThreatProtection_HealthState01";
const agent = "New-Object -ComObject 'AgentConfigManager.MgmtSvcCfg' -ErrorAction Stop";
const request = (url: string): string =>
  `Invoke-WebRequest -Uri '${url}' -UseBasicParsing -TimeoutSec 15 -MaximumRedirection 0 -ErrorAction Stop`;
const writers =
  (system: boolean, administrators: boolean) =>
  (device: Device): void => {
    createRegistryKey(device, key).writers = { system, administrators };
  };

await testCases({
  "says who may write to a key": {
    given: writers(true, true),
    script: `${acl} -replace '^.*(\\(A;[^)]*;SY\\)).*(\\(A;[^)]*;BA\\)).*$', '$1 $2'`,
    prints: ["(A;OICI;KA;;;SY) (A;CI;0xf003f;;;BA)"],
  },
  "says who may not": {
    given: writers(true, false),
    script: `${acl} -replace '^.*(\\(A;[^)]*;SY\\)).*(\\(A;[^)]*;BA\\)).*$', '$1 $2'
      $null = New-ItemProperty -LiteralPath 'Registry::${key}' -Name 'x' -Value 1
      ${failureOf("Get-Acl -LiteralPath 'Registry::HKLM\\SOFTWARE\\None' -ErrorAction Stop")}`,
    prints: [
      "(A;OICI;KA;;;SY) (A;CI;0x20019;;;BA)",
      "GetAcl_PathNotFound,Microsoft.PowerShell.Commands.GetAclCommand ObjectNotFound ItemNotFoundException",
    ],
  },
  "keeps everybody from writing to a read-only key": {
    given: writers(false, false),
    script: failureOf(
      `New-ItemProperty -LiteralPath 'Registry::${key}' -Name 'x' -Value 1 -ErrorAction Stop`,
    ),
    prints: [
      "System.Security.SecurityException,Microsoft.PowerShell.Commands.NewItemPropertyCommand PermissionDenied SecurityException",
    ],
    writes: [],
  },
  "lists updates": {
    given: ({ hotfixes }) => hotfixes.push("KB1", "KB2"),
    script: `$query = @{ ClassName = 'Win32_QuickFixEngineering'; Property = 'HotFixID' }
      "$((Get-CimInstance @query).HotFixID) $((Get-CimInstance @query -Filter "HotFixID = 'kb2'").HotFixID) [$(Get-CimInstance @query -Filter 'HotFixID="KB3"')]"`,
    prints: ["KB1 KB2 KB2 []"],
  },
  "denies access to updates, capabilities and workspaces each in its way": {
    given: ({ unreadable }) => unreadable.push("hotfix", "capability", "workspace", "mdm"),
    script: [
      "Get-CimInstance -ClassName Win32_QuickFixEngineering -ErrorAction Stop",
      "Get-WindowsCapability -Online -Name 'Microsoft.Windows.Sense.Client~~~~' -ErrorAction Stop",
      agent,
      `${health} -ErrorAction Stop`,
    ]
      .map(failureOf)
      .join("\n"),
    prints: [
      "HRESULT 0x80041003,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand PermissionDenied CimException",
      "Microsoft.Dism.Commands.GetWindowsCapabilityCommand NotSpecified COMException",
      "NoCOMClassIdentified,Microsoft.PowerShell.Commands.NewObjectCommand ResourceUnavailable COMException",
      "HRESULT 0x80041003,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand PermissionDenied CimException",
    ],
  },
  "knows capabilities": {
    given: (device) => {
      device.capabilities = { "a~~~~": "pending", "b~~~~": "not-present" };
    },
    script: ["a", "b", "c"]
      .map(
        (name) =>
          `$found = Get-WindowsCapability -Online -Name '${name.toUpperCase()}~~~~'; "$($found.Name) $($found.State)"`,
      )
      .join("\n"),
    prints: ["A~~~~ InstallPending", "B~~~~ NotPresent", " NotPresent"],
  },
  "tells capabilities only to an elevated account": {
    given: (device) => {
      device.elevated = false;
    },
    script: failureOf("Get-WindowsCapability -Online -Name 'a~~~~'"),
    prints: ["Microsoft.Dism.Commands.GetWindowsCapabilityCommand NotSpecified COMException"],
  },
  "knows the health nodes": {
    given: (device) => {
      device.mdm = { senseIsRunning: true, onboardingState: 1, orgId: "x" };
    },
    script: `$node = ${health}; "$($node.SenseIsRunning) $($node.OnboardingState.GetType().Name) $($node.OnboardingState) $($node.OrgId)"`,
    prints: ["True Int32 1 x"],
  },
  "says that there are no health nodes": {
    script: failureOf(`${health} -Property OrgId -ErrorAction Stop`),
    prints: [
      "HRESULT 0x80041010,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand MetadataError CimException",
    ],
  },
  "knows workspaces": {
    given: (device) => {
      device.workspace = "disconnected";
    },
    script: `"$((${agent}).GetCloudWorkspaces().ConnectionStatus)"`,
    prints: ["0 2"],
  },
  "says that there is no agent": {
    script: `try { ${agent} } catch { "$($_.FullyQualifiedErrorId) $($_.Exception.HResult)" }`,
    prints: ["NoCOMClassIdentified,Microsoft.PowerShell.Commands.NewObjectCommand -2147221164"],
  },
  "makes no COM object in ConstrainedLanguage, and objects of core types": {
    languageMode: "ConstrainedLanguage",
    script: `${failureOf(agent)}; (New-Object PSObject -Property @{ a = 1 }).a; (New-Object -TypeName System.Version -ArgumentList '1.2').Minor`,
    prints: [
      "CannotCreateComTypeConstrained,Microsoft.PowerShell.Commands.NewObjectCommand PermissionDenied PSNotSupportedException",
      "1",
      "2",
    ],
  },
  "reaches addresses, whatever answers there": {
    given: ({ unreachable, unreadable }) => {
      unreachable.push("https://gone.example/test");
      unreadable.push("url:https://slow.example/test");
    },
    script: `$began = Get-Date
      foreach ($try in { ${request("https://a.example/test")} }, { ${request("https://a.example/x")} }, { ${request("https://a.example")} }, { ${request("https://gone.example/test")} }, { ${request("https://slow.example/test")} }) {
        try { (& $try).StatusCode } catch { "$($_.FullyQualifiedErrorId -replace ',.*') $($_.Exception.Status) $($null -ne $_.Exception.Response)" }
      }
      ((Get-Date) - $began).TotalSeconds`,
    prints: [
      "200",
      "WebCmdletWebResponseException ProtocolError True",
      "MaximumRedirectExceeded  False",
      "WebCmdletWebResponseException NameResolutionFailure False",
      "WebCmdletWebResponseException Timeout False",
      "15",
    ],
  },
  "reads bytes": {
    given: (device) => setRegistryValue(device, key, { name: "x", type: "binary", data: [24, 0, 255] }),
    script: `((Get-ItemProperty -LiteralPath 'Registry::${key}' -Name 'x').x | ForEach-Object { '{0:x2}' -f $_ }) -join ''`,
    prints: ["1800ff"],
  },
});
