import { foldName, isPlainPath } from "../kinds/path-parts.ts";
import { pathVariables } from "../kinds/file.ts";
import type { SitePackage } from "../model/configuration.ts";

/** What is wrong with the path of a package, as it goes on after its name, and how to mend it. */
export interface PackagePathProblem {
  /** `form`: it is no path of a package. `open`: it is one that somebody else than an administrator may write to. */
  readonly kind: "form" | "open";
  readonly problem: string;
}

/**
 * Why scripts that run as SYSTEM must not start a package from this path, as far as the path alone tells; scripts look
 * at the rest on the device. What everybody may write to is plain: profiles, folders for temporary files, shares.
 */
export function packagePathProblem({ path, sha256 }: SitePackage): PackagePathProblem | undefined {
  return formProblem(path) ?? openProblem(path, sha256);
}

const variables = pathVariables.map((name) => `%${name}%`).join(", ");

function formProblem(path: string): PackagePathProblem | undefined {
  const form = (problem: string): PackagePathProblem => ({ kind: "form", problem });
  const open = (problem: string): PackagePathProblem => ({ kind: "open", problem });
  if (/^[\\/]{2}[?.][\\/]/.test(path) || /^\\\?\?\\/.test(path))
    return form("is a path of a device; write it as C:\\... or \\\\server\\share\\...");
  if (path.includes("/")) return form("has slashes; separate the folders with backslashes");
  const [, variable] = /^%([^%]*)%/.exec(path) ?? [];
  if (variable !== undefined && !pathVariables.some((name) => name.toLowerCase() === variable.toLowerCase()))
    return open(
      `begins with %${variable}%, which is not the same for every account, or which users may set; begin with a drive, or with one of ${variables}`,
    );
  const rest = variable === undefined ? path : path.slice(variable.length + 2);
  if (rest.includes("%"))
    return open(`has a variable or a percent sign in it; a path may only begin with one of ${variables}`);
  if (/^[A-Za-z]:(?!\\)/.test(path))
    return open(
      "depends on the folder that is the current one of the drive; write a backslash after the colon",
    );
  const isShare = path.startsWith("\\\\");
  if (!isShare && variable === undefined && !/^[A-Za-z]:\\/.test(path))
    return open("depends on the folder or drive that is the current one; begin with a drive, as in C:\\...");
  if (variable !== undefined && !rest.startsWith("\\")) return form(`needs a backslash after %${variable}%`);
  const names = namesOf(path);
  if (names.some((name) => name.includes(":")))
    return form("names a stream inside a file, or has a colon; name the file alone");
  if (names.some((name) => /["*<>?|]/.test(name)))
    return form('has a character that no name has on Windows: one of " * < > ? |');
  if (!isPlainPath(names) || names.some((name) => name.endsWith(".")))
    return form(
      "has a part that leads elsewhere or is not what it looks like: an empty one, `.`, `..`, one that ends with a dot or a space, or hidden characters",
    );
  if (names.slice(0, -1).some((name) => /^[^.]{1,6}~\d+(?:\.[^.]{0,3})?$/.test(name)))
    return form(
      "has a short name such as PROGRA~1, which is not the same on every device; name the folder in full",
    );
  if (isShare && names.length < 3) return form("lacks a part: \\\\server\\share\\script.cmd");
  if (!/\.(?:cmd|bat|ps1)$/i.test(path)) return form("must name a .cmd, .bat or .ps1 file");
  return undefined;
}

/** Folders of Windows that everybody may create files in, below %SystemRoot%. */
const openFoldersOfWindows = [
  "temp",
  "tasks",
  "tracing",
  "registration\\crmlog",
  ...["system32", "syswow64"].flatMap((system) => [
    `${system}\\tasks`,
    `${system}\\fxstmp`,
    `${system}\\com\\dmp`,
    `${system}\\microsoft\\crypto\\rsa\\machinekeys`,
  ]),
  "system32\\spool\\drivers\\color",
  "system32\\spool\\printers",
  "system32\\spool\\servers",
];

function openProblem(path: string, sha256: string | undefined): PackagePathProblem | undefined {
  const open = (problem: string): PackagePathProblem => ({ kind: "open", problem });
  if (path.startsWith("\\\\")) {
    return sha256 === undefined
      ? open(
          "is on a share, whose files others than this device's administrators may change; pin it with `sha256`",
        )
      : undefined;
  }
  const [top, ...below] = namesOf(path).map(foldName);
  if (top === "users" || top === "documentsandsettings")
    return open("is in the profile of a user, who may replace it");
  if (top === "$recycle.bin") return open("is in the recycle bin of a user, who may replace it");
  if ((top === "temp" || top === "tmp") && below.length > 0)
    return open("is in a folder for temporary files, in which users may create files");
  if (top === "windows" || top === "winnt") {
    const inside = below.join("\\");
    const found = openFoldersOfWindows.find((folder) => inside.startsWith(`${folder}\\`));
    if (found !== undefined)
      return open(`is in a folder of Windows in which users may create files (${found})`);
  }
  if (top === "programdata" && below.length === 1 && sha256 === undefined)
    return open(
      "is directly in ProgramData, in which users may create files; give it a folder of its own, or pin it with `sha256`",
    );
  return undefined;
}

/** The names in a path, behind the drive, the variable or the two backslashes. A variable stands for its usual folder. */
function namesOf(path: string): string[] {
  const [, variable] = /^%([^%]*)%/.exec(path) ?? [];
  const folder = { programfiles: "Program Files", programdata: "ProgramData", systemroot: "Windows" }[
    variable?.toLowerCase() ?? ""
  ];
  const rest = path.replace(/^(?:%[^%]*%\\?|[A-Za-z]:\\|\\\\)/, "");
  return [...(folder === undefined ? [] : [folder]), ...rest.split("\\")];
}
