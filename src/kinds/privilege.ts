import { givenValue } from "./access.ts";
import type { Kind } from "./kind.ts";

/** What the account that runs the script may do. */
export const privilege: Kind = {
  name: "privilege",
  summary: "What the account that runs the script may do.",
  properties: [
    {
      name: "elevated",
      form: "elevated",
      slots: {},
      summary: "Whether the script runs with administrator rights, as SYSTEM does.",
      type: { type: "word", words: ["yes", "no"] },
      read: { name: "Get-Elevation", parameters: {} },
      write: { reason: "a script cannot give itself rights" },
      simulation: {
        resource: () => "privilege",
        read: (device) => ({ known: true, value: device.elevated ? "yes" : "no" }),
        describe: (device, _slots, given) => {
          device.elevated = givenValue(given) === "yes";
        },
      },
    },
  ],
};
