import { denied, givenValue } from "./access.ts";
import type { Kind } from "./kind.ts";

/** Log Analytics workspaces of the Microsoft Monitoring Agent. */
export const workspace: Kind = {
  name: "workspace",
  summary: "The workspaces of the Microsoft Monitoring Agent; they cannot be read in ConstrainedLanguage.",
  properties: [
    {
      name: "status",
      form: "status",
      slots: {},
      summary: "`connected` where every workspace is; `missing` where there is no agent, or no workspace.",
      type: { type: "word", words: ["connected", "disconnected"] },
      read: { name: "Get-WorkspaceStatus", parameters: {} },
      write: { reason: "which workspace a server reports to is the site's decision" },
      simulation: {
        resource: () => "workspace",
        // What PowerShell calls an agent that does not let itself be created.
        read: (device) =>
          denied(device, "workspace", "ResourceUnavailable") ?? { known: true, value: device.workspace },
        describe: (device, _slots, given) => {
          const status = givenValue(given);
          if (status === undefined) delete device.workspace;
          else device.workspace = status === "connected" ? "connected" : "disconnected";
        },
      },
    },
  ],
};
