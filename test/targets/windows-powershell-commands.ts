/**
 * The commands of Windows PowerShell 5.1 that scripts may use, with the parameters that they have there and that scripts
 * may write. Read from the help of 5.1; whatever comes new has to be looked up there, not in a later PowerShell.
 */
export const deviceCommands: Readonly<Record<string, string>> = {
  "Add-Member": "InputObject TypeName PassThru",
  "ConvertFrom-Json": "InputObject",
  "ConvertTo-Json": "InputObject Depth Compress",
  "ForEach-Object": "",
  "Get-Acl": "LiteralPath",
  "Get-CimInstance": "ClassName Namespace Property Filter OperationTimeoutSec",
  "Get-Date": "",
  "Get-Item": "LiteralPath Force",
  "Get-ItemProperty": "LiteralPath Name",
  "Get-Process": "Name",
  "Get-Service": "Name",
  "Get-WinEvent": "FilterHashtable MaxEvents",
  "Get-WindowsCapability": "Online Name",
  "Group-Object": "Property AsHashTable AsString",
  "Invoke-WebRequest": "Uri Method UseBasicParsing TimeoutSec MaximumRedirection Proxy",
  "New-Item": "Path Force ItemType",
  "New-ItemProperty": "LiteralPath Name Value PropertyType Force",
  "New-Object": "TypeName ComObject Property ArgumentList",
  "Read-Host": "Prompt",
  "Remove-Item": "LiteralPath Recurse",
  "Remove-ItemProperty": "LiteralPath Name",
  "Select-Object": "First Unique Property",
  "Set-Content": "LiteralPath Value Encoding",
  "Sort-Object": "Unique Property",
  "Start-Process": "FilePath ArgumentList WindowStyle PassThru",
  "Start-Sleep": "Seconds",
  "Stop-Process": "InputObject Force",
  "Test-Path": "LiteralPath",
  "Update-TypeData": "TypeName DefaultDisplayPropertySet Force",
  "Wait-Process": "InputObject Timeout",
  "Where-Object": "",
  "Write-Information": "MessageData",
  "Write-Output": "",
  "Write-Verbose": "Message",
};

/** What scripts that an administrator runs beside a console may use besides. */
export const toolCommands: Readonly<Record<string, string>> = {
  ...deviceCommands,
  "Get-ChildItem": "LiteralPath Directory",
  "Get-Command": "Name",
  "Get-Content": "LiteralPath Raw Encoding",
  "Get-Module": "Name ListAvailable",
  "Get-PSDrive": "Name PSProvider",
  "Import-Module": "Name",
  "Join-Path": "Path ChildPath",
  "New-PSDrive": "Name PSProvider Root",
  "Pop-Location": "",
  "Push-Location": "Path LiteralPath",
  "Select-Object": "First Unique Property Skip",
  "Split-Path": "Path Parent",
  "Write-Warning": "Message",
  // Of the module Microsoft.Graph.Authentication.
  "Get-MgContext": "",
  "Invoke-MgGraphRequest": "Method Uri Body ContentType OutputType",
};

/** Parameters that every command has. */
export const commonParameters = [
  "ErrorAction",
  "WarningAction",
  "InformationAction",
  "Verbose",
  "WhatIf",
  "Confirm",
];

/**
 * The types that scripts may name: those that ConstrainedLanguage lets a script convert to, and what the probe of an
 * address asks for TLS 1.2 by, where the language mode allows it.
 */
export const types = [
  "bool",
  "byte[]",
  "char",
  "datetime",
  "hashtable",
  "hashtable[]",
  // FullLanguage only.
  "net.servicepointmanager",
  "int",
  "int64",
  "long",
  "net.servicepointmanager",
  "object[]",
  "ordered",
  "scriptblock",
  "string",
  "string[]",
  "switch",
  "uint32",
  "uint64",
  "version",
  "xml",
];
