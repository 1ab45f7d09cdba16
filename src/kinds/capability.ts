import { denied, givenValue } from "./access.ts";
import type { Kind } from "./kind.ts";
import { entryOf, setEntry } from "../simulate/dictionary.ts";

/** DISM answers nobody who is not elevated: ERROR_ELEVATION_REQUIRED as an HRESULT. */
const needsElevation = "0x800702e4";

/** Features on demand. */
export const capability: Kind = {
  name: "capability",
  summary: "A feature on demand of Windows, by its whole name.",
  properties: [
    {
      name: "state",
      form: "<name>",
      slots: {
        name: {
          type: "text",
          description: 'the name of a capability, for example "Microsoft.Windows.Sense.Client~~~~"',
          normalize: (text) => (/^[A-Za-z0-9.-]+~~~[A-Za-z0-9.-]*~[0-9.]*$/.test(text) ? text : undefined),
        },
      },
      summary: "What DISM says of it; `missing` where this Windows does not know it.",
      type: { type: "word", words: ["installed", "not-present", "staged", "pending"] },
      read: { name: "Get-CapabilityState", parameters: { Name: "name" } },
      write: { reason: "its files come by Windows Update or from a source that only the site knows" },
      simulation: {
        resource: () => "capability",
        read: (device, { name }) =>
          denied(device, "capability", needsElevation) ??
          (device.elevated
            ? { known: true, value: entryOf(device.capabilities, name!.toLowerCase()) }
            : { known: false, reason: needsElevation }),
        describe: (device, { name }, given) => {
          const state = givenValue(given);
          if (state === undefined) delete device.capabilities[name!.toLowerCase()];
          else setEntry(device.capabilities, name!.toLowerCase(), String(state));
        },
      },
    },
  ],
};
