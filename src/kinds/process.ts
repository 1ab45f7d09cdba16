import { denied, givenValue } from "./access.ts";
import type { Kind } from "./kind.ts";
import { wildcardRemedy } from "./path-parts.ts";

/** Running processes. */
export const process: Kind = {
  name: "process",
  summary: "A running program, by the name of its file.",
  properties: [
    {
      name: "state",
      form: "<name>",
      slots: {
        name: {
          type: "text",
          description: "the file name of a program, for example MsSense.exe",
          remedy: (text) =>
            wildcardRemedy(text, "program") ??
            (/[\\/]/.test(text)
              ? `write the name of its file without the folder: \`${text.split(/[\\/]/).at(-1)!}\``
              : /^[\w.-]+$/.test(text)
                ? `write the name of its file: \`${text}.exe\``
                : undefined),
          normalize: (text) => (/^[^\\/:*?"<>|[\]\p{Cc}]+\.exe$/iu.test(text) ? text : undefined),
        },
      },
      summary: "`running`, or `missing` where no such process is.",
      type: { type: "word", words: ["running"] },
      read: { name: "Get-ProcessState", parameters: { Name: "name" } },
      write: { reason: "processes are started by their service; set the service's state" },
      simulation: {
        resource: () => "process",
        read: (device, { name }) =>
          denied(device, "process") ?? {
            known: true,
            value: device.processes.some((running) => running.toLowerCase() === name!.toLowerCase())
              ? "running"
              : undefined,
          },
        describe: (device, { name }, given) => {
          device.processes = device.processes.filter(
            (running) => running.toLowerCase() !== name!.toLowerCase(),
          );
          if (givenValue(given) !== undefined) device.processes.push(name!);
        },
      },
    },
  ],
};
