import { deniedLog, givenValue } from "./access.ts";
import type { Kind } from "./kind.ts";

const aWeek = 7 * 86_400;

/** Windows event logs as a whole. */
export const log: Kind = {
  name: "log",
  summary: "A Windows event log, for rules that look for any error rather than for one event.",
  properties: [
    {
      name: "newest-error",
      form: "<name> newest-error",
      slots: {
        name: {
          type: "text",
          description: 'the name of a log, for example "Operations Manager"',
          normalize: (text) => (/^[^*?<>"|[\]`\p{Cc}]{1,255}$/u.test(text) ? text : undefined),
        },
      },
      summary:
        "The newest error or critical event, as `event 5 from Microsoft-Windows-SENSE`; `missing` where there is none within the time (a week, unless `within` says otherwise).",
      type: { type: "text" },
      window: aWeek,
      read: { name: "Get-NewestError", parameters: { Log: "name", WithinSeconds: "within" } },
      write: { reason: "what was logged stays logged" },
      simulation: {
        resource: ({ name }) => `log:${name!.toLowerCase()}`,
        read: (device, { name, within }) =>
          deniedLog(device, name!) ?? {
            known: true,
            value: device.events
              .filter(
                (event) =>
                  event.log.toLowerCase() === name!.toLowerCase() &&
                  (event.level === "error" || event.level === "critical") &&
                  event.ageSeconds <= Number(within),
              )
              .reverse()
              .sort((one, other) => one.ageSeconds - other.ageSeconds)
              .map((event) => `event ${event.id} from ${event.provider}`)[0],
          },
        describe: (device, { name }, given) => {
          const newest = givenValue(given);
          const [, id, provider] = /^event (\d+) from (.+)$/.exec(String(newest)) ?? [];
          if (id === undefined || provider === undefined) return;
          device.events.push({
            log: name!,
            provider,
            id: Number(id),
            level: "error",
            ageSeconds: 3600,
            data: [],
          });
        },
      },
    },
  ],
};
