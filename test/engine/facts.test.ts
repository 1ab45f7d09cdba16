import type { Device } from "../../src/simulate/device.ts";
import { failureOf, testCases } from "./script-case.ts";

const status = "Get-CimInstance -Namespace root/Microsoft/Windows/Defender -ClassName MSFT_MpComputerStatus";
const defender = (device: Device): void => {
  device.defender = { platform: "4.18.2007.8", mode: "sxs-passive" };
};

await testCases({
  "knows the antivirus": {
    given: defender,
    script: `$status = ${status} -Property AMProductVersion, AMRunningMode
      "$($status.AMProductVersion) $($status.AMRunningMode)"
      "[$((${status} -Property AMProductVersion).AMRunningMode)]"
      (Get-CimInstance -Namespace 'root\\Microsoft\\Windows\\Defender' -Query 'SELECT AMRunningMode FROM MSFT_MpComputerStatus').AMRunningMode
      (Get-MpComputerStatus).AMProductVersion`,
    prints: ["4.18.2007.8 SxS Passive Mode", "[]", "SxS Passive Mode", "4.18.2007.8"],
  },
  "says that there is no antivirus": {
    script: `${failureOf(`${status} -ErrorAction Stop`)}
      ${failureOf("Get-MpComputerStatus")}`,
    prints: [
      "HRESULT 0x8004100e,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand MetadataError CimException",
      "CommandNotFoundException ObjectNotFound CommandNotFoundException",
    ],
  },
  "denies access to the antivirus": {
    given: (device) => {
      defender(device);
      device.unreadable.push("defender");
    },
    script: failureOf(`${status} -ErrorAction Stop`),
    prints: [
      "HRESULT 0x80041003,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand PermissionDenied CimException",
    ],
  },
  "knows when the device started": {
    given: (device) => (device.uptimeSeconds = 5400),
    script: `(Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime).LastBootUpTime.ToUniversalTime().ToString('yyyy-MM-dd HH:mm')
      (Get-CimInstance Win32_OperatingSystem -OperationTimeoutSec 10).BuildNumber`,
    prints: ["2026-01-15 10:30", "19045"],
  },
  "knows processes by the name of their file without .exe": {
    given: ({ processes }) => processes.push("MsSense.exe"),
    script: `"$((Get-Process -Name mssense).Name) $((Get-Process -Id (Get-Process -Name MsSense).Id).ProcessName)"
      @(Get-Process -Name 'x*').Count
      ${failureOf("Get-Process -Name MsSense.exe -ErrorAction Stop")}
      ${failureOf("Get-Process -Id 1 -ErrorAction Stop")}`,
    prints: [
      "MsSense MsSense",
      "0",
      "NoProcessFoundForGivenName,Microsoft.PowerShell.Commands.GetProcessCommand ObjectNotFound ProcessCommandException",
      "NoProcessFoundForGivenId,Microsoft.PowerShell.Commands.GetProcessCommand ObjectNotFound ProcessCommandException",
    ],
  },
  "denies access to processes": {
    given: ({ unreadable }) => unreadable.push("process"),
    script: failureOf("Get-Process -Name MsSense -ErrorAction Stop"),
    prints: [
      "System.ComponentModel.Win32Exception,Microsoft.PowerShell.Commands.GetProcessCommand PermissionDenied Win32Exception",
    ],
  },
  "knows files, and versions as four numbers": {
    given: ({ files }) => {
      files["%programfiles%\\windows defender\\msmpeng.exe"] = { version: "4.18.10000.1" };
      files["c:\\data\\plain.txt"] = {};
    },
    script: `$item = Get-Item -LiteralPath "$env:ProgramFiles\\Windows Defender\\MsMpEng.exe" -Force
      $version = $item.VersionInfo
      "$($item.Name) $($version.FileMajorPart) $($version.FileMinorPart) $($version.FileBuildPart) $($version.FilePrivatePart) $($version.FileVersion)"
      "[$((Get-Item -LiteralPath 'C:\\data\\plain.txt').VersionInfo.FileVersion)]"
      "$(Test-Path -LiteralPath 'C:\\data\\plain.txt' -PathType Leaf) $(Test-Path -LiteralPath 'C:\\data' -PathType Container) $(Test-Path -LiteralPath 'C:\\data\\none')"
      Join-Path -Path $env:ProgramFiles -ChildPath 'Windows Defender'
      ${failureOf("Get-Item -LiteralPath 'C:\\data\\none.exe' -ErrorAction Stop")}`,
    prints: [
      "MsMpEng.exe 4 18 10000 1 4.18.10000.1",
      "[]",
      "True True False",
      "C:\\Program Files\\Windows Defender",
      "PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand ObjectNotFound ItemNotFoundException",
    ],
  },
  "denies access to files": {
    given: ({ files, unreadable }) => {
      files["c:\\data\\secret.exe"] = { version: "1.0.0.0" };
      unreadable.push("file:c:\\data\\secret.exe");
    },
    script: failureOf("Get-Item -LiteralPath 'C:\\data\\secret.exe' -ErrorAction Stop"),
    prints: [
      "ItemExistsUnauthorizedAccessError,Microsoft.PowerShell.Commands.GetItemCommand PermissionDenied UnauthorizedAccessException",
    ],
  },
  "has a clock that only waiting moves": {
    script: `$began = Get-Date
      Start-Sleep -Seconds 100
      Start-Sleep -Milliseconds 1500
      "$(((Get-Date) - $began).TotalSeconds) $($began.ToUniversalTime().ToString('o')) $($began.Kind)"
      Get-Date -Format 'yyyy-MM-dd'
      (Get-Date -Date '2020-02-03' -Hour 4).ToString('s')
      ${failureOf("Get-Date -AsUTC")}
      ${failureOf("Start-Sleep -Duration 1")}`,
    prints: [
      "101.5 2026-01-15T12:00:00.0000000Z Local",
      "2026-01-15",
      "2020-02-03T04:00:00",
      "NamedParameterNotFound,Microsoft.PowerShell.Commands.GetDateCommand InvalidArgument ParameterBindingException",
      "NamedParameterNotFound,Microsoft.PowerShell.Commands.StartSleepCommand InvalidArgument ParameterBindingException",
    ],
  },
  "refuses to wait by looking at the clock": {
    script: "$end = (Get-Date).AddSeconds(1); while ((Get-Date) -lt $end) { }",
    fails: /looking at the clock/,
    unsupported: [/looking at the clock/],
  },
  "finds what Windows PowerShell 5.1 does not have": {
    script: `$now = [datetime]::UtcNow
      $first = $null ?? 1
      $second = $true ? 2 : 3
      'x' && 'y'
      $third = \${now}?.Year
      $null = 'é', 'b' | Sort-Object -Top 1 | ConvertTo-Json -AsArray
      Write-Output 'z' -ProgressAction Ignore`,
    unsupported: [
      /not ASCII/,
      /\[datetime\]::UtcNow, .* in line 1/,
      /\?\? in line 2/,
      /\? : in line 3/,
      /&& or \|\| in line 4/,
      /\?\. in line 5/,
      /Sort-Object -Top in line 6/,
      /ConvertTo-Json -AsArray in line 6/,
      /Write-Output -ProgressAction in line 7/,
    ],
  },
  "leaves dates in JSON as they are": {
    script: `$value = '{"x":"2026-01-15T12:00:00Z"}' | ConvertFrom-Json; "$($value.x.GetType().Name) $($value.x)"`,
    prints: ["String 2026-01-15T12:00:00Z"],
  },
  "refuses properties it does not know": {
    given: defender,
    script: `try { ${status} -Property RealTimeProtectionEnabled } catch { 'failed' }
      try { Get-CimInstance -ClassName Win32_ComputerSystem } catch { 'failed' }`,
    prints: ["failed", "failed"],
    unsupported: [/RealTimeProtectionEnabled/, /win32_computersystem/i],
  },
  "fails with French words and the same ids": {
    culture: "fr",
    given: defender,
    script: `foreach ($try in { Get-Service -Name x }, { Get-Item -LiteralPath 'Registry::HKLM\\x' }, { Get-ItemProperty -LiteralPath 'HKLM:\\SOFTWARE' -Name x },
        { Get-WinEvent -FilterHashtable @{ LogName = 'x' } }, { Get-Process -Name x }, { Get-Item -Foo 1 }, { Get-Variable -Name 'none' }) {
        try { $ErrorActionPreference = 'Stop'; & $try } catch { "$($_.FullyQualifiedErrorId -replace ',.*') $_" }
      }
      '{0:N1}' -f 1.5`,
    prints: [
      "NoServiceFoundForGivenName Impossible de trouver un service assorti du nom 'x'.",
      "PathNotFound Impossible de trouver le chemin d'accès « HKLM\\x », car il n'existe pas.",
      "System.Management.Automation.PSArgumentException La propriété x n'existe pas dans le chemin d'accès HKEY_LOCAL_MACHINE\\SOFTWARE.",
      "NoMatchingLogsFound Il n'y a pas de journal d'événements sur l'ordinateur localhost correspondant à « x ».",
      "NoProcessFoundForGivenName Impossible de trouver un processus nommé « x ». Vérifiez le nom du processus et appelez de nouveau l'applet de commande.",
      "NamedParameterNotFound Impossible de trouver un paramètre correspondant au nom « Foo ».",
      "VariableNotFound Cànnôt fînd à vàrîàblé wîth thé nàmé 'none'.",
      "1,5",
    ],
  },
  "has nothing that Windows PowerShell 5.1 has not": {
    script: `Set-StrictMode -Version Latest
      foreach ($try in { $IsWindows }, { $PSStyle }, { Get-Date -UnixTimeSeconds 1 }) { try { & $try } catch { $_.FullyQualifiedErrorId } }`,
    prints: [
      "VariableIsUndefined",
      "VariableIsUndefined",
      "NamedParameterNotFound,Microsoft.PowerShell.Commands.GetDateCommand",
    ],
  },
});
