import { library } from "../../generated/library.js";
import { type ScriptCase, testCases } from "./script-case.ts";

// The check as scripts have it, over permissions that a real device may have.
const { text: check } = library.find(({ name }) => name === "Get-PackageDistrust")!;

const installer = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
const safe = {
  "C:\\": `O:${installer}G:${installer}D:PAI(A;;LC;;;AU)(A;OICIIO;SDGXGWGR;;;AU)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)`,
  "C:\\Site": "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICIIO;GA;;;CO)(A;OICI;0x1200a9;;;BU)",
  "C:\\Site\\Scripts": `O:S-1-5-18G:SYD:AI(A;OICIID;FA;;;S-1-5-32-544)(A;ID;FA;;;${installer})(A;ID;FR;;;WD)`,
  "C:\\Site\\Scripts\\x.cmd": "O:BAG:S-1-5-21-1-2-3-513D:AI(A;ID;FA;;;SY)(D;;FA;;;BU)(A;ID;0x1200a9;;;BU)",
};
const [root, above, folder, file] = Object.keys(safe) as [string, string, string, string];

/** What the check says where one descriptor is another one, an item leads elsewhere, or one cannot be read. */
function says(changed: Readonly<Record<string, string>>, reason: string, more = "", path = file): ScriptCase {
  const entries = Object.entries({ ...safe, ...changed }).map(([path, sddl]) => `'${path}' = '${sddl}'`);
  return {
    script: `${check}
function Get-Reason { param($Failure) "$($Failure.CategoryInfo.Category)" }
$known = @{ ${entries.join("; ")} }
function Get-Item { [CmdletBinding()] param($LiteralPath, [switch]$Force) @{ Attributes = 'Archive' } }
function Get-Acl { [CmdletBinding()] param($LiteralPath) @{ Sddl = $known[$LiteralPath] } }
${more}
"$(Get-PackageDistrust -Path '${path}')"`,
    languageMode: "ConstrainedLanguage",
    prints: [reason],
  };
}

const others = "accounts other than administrators may change";
const add = (path: keyof typeof safe, entry: string): Record<string, string> => ({
  [path]: safe[path] + entry,
});
const permissionsOf = (path: keyof typeof safe): [string, string] => [
  path,
  path === file ? "the file" : `the folder ${path}`,
];

const rightsThatChange = [
  "FA",
  "FW",
  "GA",
  "GW",
  "SD",
  "WD",
  "WO",
  "DC",
  "LC",
  "0x1301bf",
  "0x2",
  "0x40000000",
];

await testCases({
  "trusts what only administrators can change": says({}, ""),
  ...Object.fromEntries(
    ([file, folder] as (keyof typeof safe)[])
      .map(permissionsOf)
      .flatMap(([path, called]) =>
        rightsThatChange.map((rights) => [
          `${called} that users have ${rights} of`,
          says(add(path as keyof typeof safe, `(A;;${rights};;;BU)`), `${others} ${called} (BU)`),
        ]),
      ),
  ),
  ...Object.fromEntries(
    [file, folder, above, root].map((path) => [
      `an owner of ${path} who is no administrator`,
      says(
        {
          [path]: safe[path as keyof typeof safe].replace(
            /^O:(?:S-1-[-0-9]+|SY|BA)/,
            "O:S-1-5-21-1-2-3-1001",
          ),
        },
        `${path === file ? "the file" : `the folder ${path}`} belongs to an account other than administrators (S-1-5-21-1-2-3-1001)`,
      ),
    ]),
  ),
  "lets users create beside the way": says(
    { ...add(above as "C:\\Site", "(A;CI;DCLCRPCR;;;BU)"), ...add(root as "C:\\", "(A;;0x116;;;AU)") },
    "",
  ),
  ...Object.fromEntries(
    ["DT", "SD", "WD", "WO", "FA", "0x40", "0x10000"].map((rights) => [
      `refuses a folder above that users have ${rights} of`,
      says(add(above as "C:\\Site", `(A;;${rights};;;WD)`), `${others} the folder ${above} (WD)`),
    ]),
  ),
  "takes no notice of entries for what is below": says(add(folder as "C:\\Site", "(A;OICIIO;FA;;;BU)"), ""),
  "refuses conditional and unknown entries": says(
    add(file as "C:\\Site", '(XA;;FX;;;S-1-1-0;(@User.Title=="PM"))'),
    "the permissions of the file are not known",
  ),
  "refuses entries of objects": says(add(file as "C:\\Site", "(OA;;FA;;;BU)"), `${others} the file (BU)`),
  "refuses a file without permissions": says(
    { [file]: "O:BAG:BAD:NO_ACCESS_CONTROL" },
    "the permissions of the file are not known",
  ),
  "refuses a descriptor without a list": says(
    { [file]: "O:BAG:BA" },
    "the permissions of the file are not known",
  ),
  "refuses an empty descriptor": says({ [file]: "" }, "the permissions of the file are not known"),
  "takes no notice of what is audited": says(add(file as "C:\\Site", "S:AI(AU;SA;FA;;;WD)"), ""),
  "refuses a share": says({}, "the file is not on a drive of the device", "", "\\\\server\\share\\x.cmd"),
  "refuses a link": says(
    {},
    `the folder ${above} leads elsewhere`,
    `function Get-Item { [CmdletBinding()] param($LiteralPath, [switch]$Force) @{ Attributes = if ($LiteralPath -eq '${above}') { 'Directory, ReparsePoint' } else { 'Directory' } } }`,
  ),
  "says what is missing and what cannot be read": says(
    {},
    `the folder ${folder} cannot be looked at (PermissionDenied)`,
    `function Get-Acl { [CmdletBinding()] param($LiteralPath) if ($LiteralPath -eq '${folder}') { Write-Error -Message 'x' -Category PermissionDenied -ErrorAction Stop }; @{ Sddl = $known[$LiteralPath] } }`,
  ),
});
