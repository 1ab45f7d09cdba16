import { denied, givenValue } from "./access.ts";
import type { Kind } from "./kind.ts";

/** Updates that Windows lists as installed. */
export const hotfix: Kind = {
  name: "hotfix",
  summary:
    "An update, by its KB number, as Windows lists it. A cumulative update disappears from the list when a later one is installed: compare `windows revision` for those.",
  properties: [
    {
      name: "state",
      form: "<id>",
      slots: {
        id: {
          type: "text",
          description: "the number of an update, for example KB4015217",
          remedy: (text) => {
            const digits = /^(?:KB)?[ -]?([0-9]{4,9})$/i.exec(text)?.[1];
            return digits === undefined ? undefined : `write \`KB${digits}\``;
          },
          normalize: (text) => (/^KB[0-9]{4,9}$/i.test(text) ? text.toUpperCase() : undefined),
        },
      },
      summary: "`installed`, or `missing` where Windows does not list it.",
      type: { type: "word", words: ["installed"] },
      read: { name: "Get-HotfixState", parameters: { Id: "id" } },
      write: { reason: "updates come by Windows Update" },
      simulation: {
        resource: () => "hotfix",
        read: (device, { id }) =>
          denied(device, "hotfix") ?? {
            known: true,
            value: device.hotfixes.includes(id!) ? "installed" : undefined,
          },
        describe: (device, { id }, given) => {
          device.hotfixes = device.hotfixes.filter((known) => known !== id);
          if (givenValue(given) !== undefined) device.hotfixes.push(id!);
        },
      },
    },
  ],
};
