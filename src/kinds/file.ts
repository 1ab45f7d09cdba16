import { denied, givenValue } from "./access.ts";
import type { Kind, SlotSignature } from "./kind.ts";
import { isPlainPath, wildcardRemedy } from "./path-parts.ts";
import { entryOf, setEntry } from "../simulate/dictionary.ts";

/** Environment variables that a path may begin with: those that mean the same for every account. */
export const pathVariables = ["ProgramFiles", "ProgramData", "SystemRoot"] as const;

/** Other names of what these stand for, in a 32-bit host too. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["windir", "%SystemRoot%"],
  ["programw6432", "%ProgramFiles%"],
  ["allusersprofile", "%ProgramData%"],
  ["commonprogramfiles", "%ProgramFiles%\\Common Files"],
  ["commonprogramw6432", "%ProgramFiles%\\Common Files"],
]);

const path: SlotSignature = {
  type: "text",
  description:
    'an absolute path with backslashes, without parts such as `..`, for example "%ProgramFiles%\\Windows Defender\\MsMpEng.exe"',
  normalize: (text) => {
    const rooted = /^(?:[A-Za-z]:|%(\w+)%)\\([^*?"<>|%/:]+)$/.exec(text);
    // Windows cuts dots off the end of a name, as it does spaces.
    if (rooted === null || !isPlainPath(rooted[2]!.split("\\")) || /\.(?:\\|$)/.test(text)) return undefined;
    if (rooted[1] === undefined) return text;
    const written = rooted[1].toLowerCase();
    const variable = pathVariables.find((known) => known.toLowerCase() === written);
    const meant = aliases.get(written) ?? (variable && `%${variable}%`);
    return meant && text.replace(/^%\w+%/, () => meant);
  },
  isPath: true,
  remedy: pathRemedy,
};

function pathRemedy(text: string): string | undefined {
  const variables = pathVariables.map((name) => `%${name}%`).join(", ");
  if (/[*?]/.test(text)) return wildcardRemedy(text, "file");
  if (text.includes("/")) return `write backslashes: \`"${text.replaceAll("/", "\\")}"\``;
  const variable = /^%(\w+)%|^\$env:(\w+)/i.exec(text);
  if (variable !== null)
    return `what ${variable[0]} stands for is another thing for SYSTEM, or depends on the script's host; a path may begin with ${variables}`;
  if (!/^(?:[A-Za-z]:)?\\/.test(text) && !text.includes(".."))
    return `write the whole path, from the drive or from ${variables} on`;
  if (text.startsWith("\\\\")) return "a share is not asked: SYSTEM may have no rights on it";
  return undefined;
}

/** Files on the device. */
export const file: Kind = {
  name: "file",
  summary:
    "A file on the device, by its path; it may begin with %ProgramFiles%, %ProgramData%, %SystemRoot%, or another name of these such as %windir%.",
  properties: [
    {
      name: "presence",
      form: "<path>",
      slots: { path },
      summary: "Whether the file is there.",
      type: { type: "presence" },
      read: { name: "Get-FilePresence", parameters: { Path: "path" } },
      write: { reason: "rules do not create or delete files" },
      simulation: {
        resource: ({ path }) => `file:${path!.toLowerCase()}`,
        read: (device, { path }) =>
          denied(device, `file:${path!.toLowerCase()}`) ?? {
            known: true,
            value: entryOf(device.files, path!.toLowerCase()) === undefined ? undefined : "present",
          },
        describe: (device, { path }, given) => {
          if (givenValue(given) === undefined) delete device.files[path!.toLowerCase()];
          else if (entryOf(device.files, path!.toLowerCase()) === undefined)
            setEntry(device.files, path!.toLowerCase(), {});
        },
      },
    },
    {
      name: "version",
      form: "<path> version",
      slots: { path },
      summary: "The version in the file's resources; `missing` where the file, or its version, is.",
      type: { type: "version" },
      read: { name: "Get-FileVersion", parameters: { Path: "path" } },
      write: { reason: "rules do not replace files" },
      simulation: {
        resource: ({ path }) => `file:${path!.toLowerCase()}`,
        read: (device, { path }) =>
          denied(device, `file:${path!.toLowerCase()}`) ?? {
            known: true,
            value: fourNumbers(entryOf(device.files, path!.toLowerCase())?.version),
          },
        describe: (device, { path }, given) => {
          const version = givenValue(given);
          setEntry(
            device.files,
            path!.toLowerCase(),
            version === undefined ? {} : { version: String(version) },
          );
        },
      },
    },
  ],
};

/** A file's version has four numbers, whoever describes it with fewer. */
function fourNumbers(version: string | undefined): string | undefined {
  return version === undefined || version === ""
    ? undefined
    : [...version.split(".").map(Number), 0, 0, 0].slice(0, 4).join(".");
}
