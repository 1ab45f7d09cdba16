/** The functions of the PowerShell templates, each with those it calls. A script holds only what it uses. */
const calls: Readonly<Record<string, readonly string[]>> = {
  "Format-Value": [],
  "Test-Fact": ["Format-Value"],
  "Join-Test": [],
  "Test-All": ["Join-Test"],
  "Test-Any": ["Join-Test"],
  "Get-ServiceState": ["Get-RegistryItem"],
  "Get-ServiceStart": ["Get-RegistryData"],
  "Write-ServiceState": ["Get-ServiceState", "Invoke-Program"],
  "Restore-ServiceState": ["Get-ServiceState", "Write-ServiceState"],
  "Write-ServiceStart": ["Invoke-Program"],
  "Restore-ServiceStart": ["Write-RegistryData", "Write-ServiceStart"],
  "Get-RegistryItem": [],
  "Get-RegistryKey": ["Get-RegistryItem"],
  "Get-RegistryData": ["Get-RegistryItem"],
  "Get-RegistryType": ["Get-RegistryItem"],
  "Write-RegistryKey": ["Get-RegistryItem"],
  "Write-RegistryData": ["Get-RegistryItem"],
  "Get-RegistryEntry": ["Get-RegistryItem"],
  "Write-RegistryEntry": ["Get-RegistryItem", "Write-RegistryData"],
  "Get-RegistryKeyUse": ["Get-RegistryItem"],
  "Get-MissingParent": ["Get-RegistryItem"],
  "Remove-MadeParent": ["Get-RegistryItem"],
  "Get-RegistryAccess": ["Get-RegistryItem"],
  "Get-SystemAccess": ["Get-RegistryAccess"],
  "Get-AdministratorAccess": ["Get-RegistryAccess"],
  "Get-LoggedEvent": [],
  "Get-EventData": [],
  "Get-NewestError": [],
  "Get-LastFix": ["Get-RegistryData"],
  "Get-LastStart": [],
  "Get-WindowsBuild": ["Get-RegistryData"],
  "Get-WindowsRevision": ["Get-RegistryData"],
  "Get-WindowsEdition": ["Get-RegistryData"],
  "Get-WindowsProduct": ["Get-RegistryData"],
  "Get-SetupOobe": ["Get-RegistryData"],
  "Get-SetupImage": ["Get-RegistryData"],
  "Get-HotfixState": [],
  "Get-CapabilityState": [],
  "Get-WinHttpProxy": ["Get-RegistryData"],
  "Get-UrlState": ["Get-RegistryData", "Get-UrlAnswer"],
  "Get-UrlAnswer": [],
  "Get-SensorUrlState": ["Get-UrlState", "Get-RegistryData"],
  "Get-MdmHealth": [],
  "Get-MdmSenseIsRunning": ["Get-MdmHealth"],
  "Get-MdmOnboardingState": ["Get-MdmHealth"],
  "Get-MdmOrgId": ["Get-MdmHealth"],
  "Get-WorkspaceStatus": [],
  "Get-SiteWord": [],
  "Get-DefenderStatus": [],
  "Get-DefenderPlatform": ["Get-DefenderStatus", "Get-RegistryData"],
  "Get-DefenderMode": ["Get-DefenderStatus"],
  "Get-ProcessState": [],
  "Get-FileItem": [],
  "Get-FilePresence": ["Get-FileItem"],
  "Get-FileVersion": ["Get-FileItem"],
  "Get-Elevation": [],
  "Invoke-Program": [],
  "Get-PackageDistrust": [],
  "Repair-Fact": ["Format-Value", "Save-Journal"],
  "Get-JournalEntry": ["Get-RegistryData"],
  "Save-Journal": ["Get-JournalEntry"],
  "Save-LastFix": [],
  "Wait-Until": [],
};

/** For every function there is, whether a script that calls these needs it; a name that there is not is a bug. */
export function functionsNeeded(called: Iterable<string>): Record<string, boolean> {
  const needed: Record<string, boolean> = Object.fromEntries(Object.keys(calls).map((name) => [name, false]));
  const open = [...called];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (needed[name] === true) continue;
    const further = calls[name];
    if (further === undefined) throw new Error(`no template has the function ${name}`);
    needed[name] = true;
    open.push(...further);
  }
  return needed;
}
