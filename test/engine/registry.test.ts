import * as assert from "uvu/assert";
import { type Device, registryValue, setRegistryValue } from "../../src/simulate/device.ts";
import { failureOf, testCases } from "./script-case.ts";

const key = "HKLM\\SOFTWARE\\Contoso";
const path = `Registry::${key}`;
const deniedKey = (device: Device): void => {
  setRegistryValue(device, key, { name: "Number", type: "dword", data: 1 });
  device.unreadable.push(`registry:${key.toLowerCase()}`);
};
const sampleKey = (device: Device): void => {
  setRegistryValue(device, key, { name: "Number", type: "dword", data: 4294967295 });
  setRegistryValue(device, key, { name: "Large", type: "qword", data: 5_000_000_000 });
  setRegistryValue(device, key, { name: "Text", type: "string", data: "2021-01-01T00:00:00Z é" });
  setRegistryValue(device, key, { name: "Path", type: "expand-string", data: "%systemroot%\\x" });
  setRegistryValue(device, key, { name: "List", type: "multi-string", data: ["one"] });
  setRegistryValue(device, key, { name: "Bytes", type: "binary", data: [0, 255] });
  setRegistryValue(device, `${key}\\Below`, { name: "Deep[er]*", type: "string", data: "x" });
};

await testCases({
  "reads values with the types that .NET gives them": {
    given: sampleKey,
    script: `foreach ($name in 'Number', 'Large', 'Text', 'Path', 'List', 'Bytes') {
        $data = (Get-ItemProperty -LiteralPath '${path}' -Name $name).$name
        "$name $($data.GetType().Name) $data"
      }`,
    prints: [
      "Number Int32 -1",
      "Large Int64 5000000000",
      "Text String 2021-01-01T00:00:00Z é",
      "Path String C:\\Windows\\x",
      "List String[] one",
      "Bytes Byte[] 0 255",
    ],
  },
  "returns keys as Windows does": {
    given: sampleKey,
    script: `$item = Get-Item -LiteralPath '${path}'
      "$($item.Name) | $($item.Property) | $($item.ValueCount) | $($item.SubKeyCount) | $($item.PSChildName) | $($item.PSIsContainer)"
      (Get-ItemProperty -LiteralPath $item.PSPath -Name 'Text').Text
      "$($item.GetValueKind('Path')) $($item.GetValue('Path', $null, 'DoNotExpandEnvironmentNames')) $($item.GetValue('none', 'missing'))"
      (Get-ChildItem -LiteralPath 'HKLM:\\SOFTWARE\\Contoso').Name`,
    prints: [
      "HKEY_LOCAL_MACHINE\\SOFTWARE\\Contoso | Number Large Text Path List Bytes | 6 | 1 | Contoso | True",
      "2021-01-01T00:00:00Z é",
      "ExpandString %systemroot%\\x missing",
      "HKEY_LOCAL_MACHINE\\SOFTWARE\\Contoso\\Below",
    ],
  },
  "takes names literally with -LiteralPath": {
    given: sampleKey,
    script: `(Get-ItemProperty -LiteralPath '${path}\\Below' -Name 'Deep[er]*').'Deep[er]*'`,
    prints: ["x"],
  },
  "blocks the methods of keys in ConstrainedLanguage": {
    given: sampleKey,
    languageMode: "ConstrainedLanguage",
    script: `$item = Get-Item -LiteralPath '${path}'
      "$($item.Property)"
      ${failureOf("$item.GetValueKind('Number')")}
      ${failureOf("$item.GetValue('Number')")}`,
    prints: [
      "Number Large Text Path List Bytes",
      "MethodInvocationNotSupportedInConstrainedLanguage InvalidOperation RuntimeException",
      "MethodInvocationNotSupportedInConstrainedLanguage InvalidOperation RuntimeException",
    ],
  },
  "names what is missing as Windows does": {
    given: sampleKey,
    script: [
      "Get-Item -LiteralPath 'HKLM:\\SOFTWARE\\None' -ErrorAction Stop",
      "Get-ItemProperty -LiteralPath 'HKLM:\\SOFTWARE\\None' -Name 'x' -ErrorAction Stop",
      `Get-ItemProperty -LiteralPath '${path}' -Name 'None' -ErrorAction Stop`,
      `Remove-ItemProperty -LiteralPath '${path}' -Name 'None' -ErrorAction Stop`,
      "New-Item -Path 'HKLM:\\SOFTWARE\\None\\Below' -ErrorAction Stop",
      `New-Item -Path '${path}' -ErrorAction Stop`,
      `New-ItemProperty -LiteralPath '${path}' -Name 'Text' -Value 1 -ErrorAction Stop`,
      `New-ItemProperty -LiteralPath '${path}' -Name 'New' -Value 'x' -PropertyType DWord -ErrorAction Stop`,
      `New-ItemProperty -LiteralPath '${path}' -Name 'New' -Value 'x' -PropertyType Word -ErrorAction Stop`,
      "Remove-Item -LiteralPath 'HKLM:\\SOFTWARE\\None' -ErrorAction Stop",
    ]
      .map(failureOf)
      .join("\n"),
    prints: [
      "PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand ObjectNotFound ItemNotFoundException",
      "PathNotFound,Microsoft.PowerShell.Commands.GetItemPropertyCommand ObjectNotFound ItemNotFoundException",
      "System.Management.Automation.PSArgumentException,Microsoft.PowerShell.Commands.GetItemPropertyCommand InvalidArgument PSArgumentException",
      "System.Management.Automation.PSArgumentException,Microsoft.PowerShell.Commands.RemoveItemPropertyCommand InvalidArgument PSArgumentException",
      "System.ArgumentException,Microsoft.PowerShell.Commands.NewItemCommand InvalidArgument ArgumentException",
      "System.IO.IOException,Microsoft.PowerShell.Commands.NewItemCommand ResourceExists IOException",
      "System.IO.IOException,Microsoft.PowerShell.Commands.NewItemPropertyCommand ResourceExists IOException",
      "System.Management.Automation.PSInvalidCastException,Microsoft.PowerShell.Commands.NewItemPropertyCommand WriteError PSInvalidCastException",
      "System.ArgumentException,Microsoft.PowerShell.Commands.NewItemPropertyCommand InvalidArgument ArgumentException",
      "PathNotFound,Microsoft.PowerShell.Commands.RemoveItemCommand ObjectNotFound ItemNotFoundException",
    ],
    writes: [],
  },
  "denies access as Windows does": {
    given: deniedKey,
    script: `Test-Path -LiteralPath '${path}'
      ${failureOf(`Get-Item -LiteralPath '${path}' -ErrorAction Stop`)}
      ${failureOf(`Get-ItemProperty -LiteralPath '${path}' -Name 'Number' -ErrorAction Stop`)}
      ${failureOf(`New-ItemProperty -LiteralPath '${path}' -Name 'x' -Value 1 -Force -ErrorAction Stop`)}
      ${failureOf(`New-Item -Path '${path}\\Below' -ErrorAction Stop`)}`,
    prints: [
      "True",
      "System.Security.SecurityException,Microsoft.PowerShell.Commands.GetItemCommand PermissionDenied SecurityException",
      "System.Security.SecurityException,Microsoft.PowerShell.Commands.GetItemPropertyCommand PermissionDenied SecurityException",
      "System.Security.SecurityException,Microsoft.PowerShell.Commands.NewItemPropertyCommand PermissionDenied SecurityException",
      "System.Security.SecurityException,Microsoft.PowerShell.Commands.NewItemCommand PermissionDenied SecurityException",
    ],
    writes: [],
  },
  "lets only an elevated account write below HKLM and open the profiles of services": {
    given: (device) => {
      sampleKey(device);
      device.elevated = false;
    },
    script: `${failureOf("Get-Item -LiteralPath 'Registry::HKEY_USERS\\S-1-5-19' -ErrorAction Stop")}
      ${failureOf(`New-ItemProperty -LiteralPath '${path}' -Name 'x' -Value 1 -ErrorAction Stop`)}
      ${failureOf(`Remove-Item -LiteralPath '${path}' -Recurse -ErrorAction Stop`)}
      (Get-ItemProperty -LiteralPath '${path}' -Name 'List').List`,
    prints: [
      "System.Security.SecurityException,Microsoft.PowerShell.Commands.GetItemCommand PermissionDenied SecurityException",
      "System.Security.SecurityException,Microsoft.PowerShell.Commands.NewItemPropertyCommand PermissionDenied SecurityException",
      "System.Security.SecurityException,Microsoft.PowerShell.Commands.RemoveItemCommand PermissionDenied SecurityException",
      "one",
    ],
    writes: [],
  },
  "opens the profiles of services to an elevated account": {
    script: "(Get-Item -LiteralPath 'Registry::HKEY_USERS\\S-1-5-19').Name",
    prints: ["HKEY_USERS\\S-1-5-19"],
  },
  "writes every type": {
    given: (device) => setRegistryValue(device, key, { name: "text", type: "string", data: "x" }),
    script: `$null = New-ItemProperty -LiteralPath '${path}' -Name 'Number' -Value 4294967295 -PropertyType DWord
      $null = New-ItemProperty -LiteralPath '${path}' -Name 'Large' -Value 5000000000 -PropertyType QWord
      $null = New-ItemProperty -LiteralPath '${path}' -Name 'TEXT' -Value 7 -PropertyType String -Force
      $null = New-ItemProperty -LiteralPath '${path}' -Name 'List' -Value 'one', 'two' -PropertyType MultiString
      $null = New-ItemProperty -LiteralPath '${path}' -Name 'Bytes' -Value ([byte[]](1, 2)) -PropertyType Binary
      $null = New-ItemProperty -LiteralPath '${path}' -Name 'Path' -Value '%TEMP%' -PropertyType ExpandString
      Set-ItemProperty -LiteralPath '${path}' -Name 'Number' -Value 3
      Set-ItemProperty -LiteralPath '${path}' -Name 'Guessed' -Value 3
      Set-ItemProperty -LiteralPath '${path}' -Name 'Typed' -Value 3 -Type String`,
    then: (device) => {
      assert.equal(device.registry[key.toLowerCase()], {
        path: key,
        values: {
          text: { name: "text", type: "string", data: "7" },
          number: { name: "Number", type: "dword", data: 3 },
          large: { name: "Large", type: "qword", data: 5_000_000_000 },
          list: { name: "List", type: "multi-string", data: ["one", "two"] },
          bytes: { name: "Bytes", type: "binary", data: [1, 2] },
          path: { name: "Path", type: "expand-string", data: "%TEMP%" },
          guessed: { name: "Guessed", type: "dword", data: 3 },
          typed: { name: "Typed", type: "string", data: "3" },
        },
      });
    },
  },
  "empties a key that New-Item -Force makes anew": {
    given: sampleKey,
    script: `$null = New-Item -Path '${path}' -Force; "[$((Get-Item -LiteralPath '${path}').Property)]"`,
    prints: ["[]"],
    then: (device) => {
      assert.equal(device.registry[key.toLowerCase()], { path: key, values: {} });
      assert.is(device.registry[`${key}\\below`.toLowerCase()], undefined);
    },
  },
  "makes the keys above with New-Item -Force": {
    script: `$null = New-Item -Path '${path}\\One\\Two' -Force; Test-Path -LiteralPath '${path}\\One'`,
    prints: ["True"],
    writes: [
      { action: "create-key", resource: `registry:${key.toLowerCase()}` },
      { action: "create-key", resource: `registry:${key.toLowerCase()}\\one` },
      { action: "create-key", resource: `registry:${key.toLowerCase()}\\one\\two` },
    ],
    then: (device) => {
      assert.ok(`${key}\\One\\Two`.toLowerCase() in device.registry);
      assert.ok(`${key}\\One`.toLowerCase() in device.registry);
    },
  },
  "removes a key with all that is below it, but not the one above": {
    given: (device) => setRegistryValue(device, `${key}\\A\\B`, { name: "x", type: "dword", data: 1 }),
    script: `Remove-Item -LiteralPath '${path}\\A' -Recurse; Test-Path -LiteralPath '${path}\\A'; Test-Path -LiteralPath '${path}'`,
    prints: ["False", "True"],
    then: (device) => assert.not(`${key}\\A\\B`.toLowerCase() in device.registry),
  },
  "asks, which fails unattended, before it removes keys below without -Recurse": {
    given: sampleKey,
    script: failureOf(`Remove-Item -LiteralPath '${path}' -ErrorAction Stop`),
    then: (_device, { stdout }) =>
      assert.match(stdout[0]!, ",Microsoft.PowerShell.Commands.RemoveItemCommand "),
    writes: [],
  },
  "writes nothing with -WhatIf": {
    given: sampleKey,
    script: `[CmdletBinding(SupportsShouldProcess)] param()
      function Write-All {
        New-Item -Path '${path}\\New'
        New-ItemProperty -LiteralPath '${path}' -Name 'New' -Value 1 -Force
        Set-ItemProperty -LiteralPath '${path}' -Name 'Text' -Value 'x'
        Remove-ItemProperty -LiteralPath '${path}' -Name 'Text'
        Remove-Item -LiteralPath '${path}' -Recurse
      }
      Write-All`,
    parameters: { WhatIf: true },
    writes: [],
    then: (device) => assert.is(registryValue(device, key, "Text")?.type, "string"),
  },
  "writes nothing when only one command gets -WhatIf": {
    given: sampleKey,
    script: `Remove-ItemProperty -LiteralPath '${path}' -Name 'Text' -WhatIf; $null = New-Item -Path '${path}\\New'`,
    writes: [{ action: "create-key", resource: `registry:${key.toLowerCase()}\\new` }],
  },
  "shows a 32-bit process another registry": {
    given: sampleKey,
    host: 32,
    script: `Test-Path -LiteralPath '${path}'; Test-Path -LiteralPath 'HKLM:\\SOFTWARE\\Policies\\Microsoft'; $env:ProgramFiles
      $null = New-Item -Path '${path}'`,
    prints: ["False", "True", "C:\\Program Files (x86)"],
    writes: [{ action: "create-key", resource: "registry:hklm\\software\\wow6432node\\contoso" }],
  },
  "lets a 32-bit process start the script again in a 64-bit one": {
    given: sampleKey,
    host: 32,
    parameters: { WhatIf: true },
    script: `[CmdletBinding(SupportsShouldProcess)] param()
      if ($env:PROCESSOR_ARCHITEW6432) {
        $arguments = '-NoProfile', '-NonInteractive', '-File', "\`"$PSCommandPath\`"", '-WhatIf'
        & "$env:SystemRoot\\Sysnative\\WindowsPowerShell\\v1.0\\powershell.exe" @arguments
        exit $LASTEXITCODE
      }
      "$(Test-Path -LiteralPath '${path}') $WhatIfPreference $env:ProgramFiles"
      exit 7`,
    prints: ["True True C:\\Program Files"],
    exitCode: 7,
  },
  "has no parameter that Windows PowerShell 5.1 has not": {
    script: ["Get-Item -Foo 1", "New-ItemProperty -LiteralPath 'HKLM:\\x' -Kind DWord", "Test-Path -Leaf"]
      .map(failureOf)
      .join("\n"),
    prints: [
      "NamedParameterNotFound,Microsoft.PowerShell.Commands.GetItemCommand InvalidArgument ParameterBindingException",
      "NamedParameterNotFound,Microsoft.PowerShell.Commands.NewItemPropertyCommand InvalidArgument ParameterBindingException",
      "NamedParameterNotFound,Microsoft.PowerShell.Commands.TestPathCommand InvalidArgument ParameterBindingException",
    ],
  },
});
