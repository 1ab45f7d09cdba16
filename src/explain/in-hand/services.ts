import { fieldsOf } from "./fields.ts";
import { type FactInHand, type InHand, systemErrorOf } from "./in-hand.ts";
import { tableOf } from "../../text/table.ts";

// sc.exe and PowerShell print these names in every language.
const states = tableOf({
  stopped: "stopped",
  startpending: "start-pending",
  stoppending: "stop-pending",
  running: "running",
  continuepending: "continue-pending",
  pausepending: "pause-pending",
  paused: "paused",
});
const starts = tableOf({
  bootstart: "boot",
  systemstart: "system",
  autostart: "automatic",
  demandstart: "manual",
  disabled: "disabled",
  boot: "boot",
  system: "system",
  automatic: "automatic",
  automaticdelayedstart: "automatic-delayed",
  manual: "manual",
});

/** What `sc query`, `sc queryex`, `sc qc` and `Get-Service` print, and the errors in which they end. */
export function services(text: string): InHand[] {
  return [...serviceControl(text), ...serviceList(text), ...serviceTable(text), ...refused(text)];
}

function serviceControl(text: string): InHand[] {
  const found: InHand[] = [];
  let name: string | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    // The names of fields may be translated, the constants behind the numbers are not.
    const named = /^\s*[A-Z_]*(?:SERVI|DIENST)[A-Z_]*\s*:\s*(\S+)\s*$/i.exec(line);
    if (named !== null && !/DISPLAY|START/i.test(line.split(":")[0]!)) name = named[1];
    const constant = /:\s*([0-7])\s+([A-Z]+(?:_[A-Z]+)*)(\s+\(DELAYED\))?\s*$/i.exec(line);
    if (constant !== null && name !== undefined) {
      const word = constant[2]!.replaceAll("_", "").toLowerCase();
      const isStart = word.endsWith("start") || word === "disabled";
      const value = isStart ? starts.get(word) : states.get(word);
      if (value !== undefined) {
        const delayed = isStart && constant[3] !== undefined ? "-delayed" : "";
        found.push(service(name, isStart ? "start" : "state", `${value}${delayed}`));
      }
    }
    const exit = /WIN32_EXIT_CODE\s*:\s*(\d+)/i.exec(line)?.[1];
    // 1066: the service says it in its own code; 1077: nobody has tried to start it.
    if (exit !== undefined && !["0", "1066", "1077"].includes(exit))
      found.push({ kind: "system-error", code: Number(exit) });
  }
  return found;
}

/** `Get-Service | Format-List`. */
function serviceList(text: string): InHand[] {
  let name: string | undefined;
  return fieldsOf(text).flatMap((field): InHand[] => {
    if (field.name === "name" || field.name === "servicename") name = field.value;
    if (name === undefined) return [];
    const word = field.value.replace(/\W/g, "").toLowerCase();
    const state = field.name === "status" ? states.get(word) : undefined;
    const start = field.name === "starttype" ? starts.get(word) : undefined;
    return [
      ...(state === undefined ? [] : [service(name, "state", state)]),
      ...(start === undefined ? [] : [service(name, "start", start)]),
    ];
  });
}

/** `Get-Service`: status, name and display name in columns. */
function serviceTable(text: string): InHand[] {
  const row = /^[ \t]*(Stopped|StartPending|StopPending|Running|Paused)[ \t]+([\w$.-]+)[ \t]{2,}\S/gim;
  return [...text.matchAll(row)].map(([, status, name]) =>
    service(name!, "state", states.get(status!.toLowerCase())),
  );
}

/** `[SC] ... FAILED 1060:`. Which service was asked for stands in the command, where that was copied too. */
function refused(text: string): InHand[] {
  const failures = [...text.matchAll(/\[SC\][^\r\n]*?(?<![\w.])(0x[0-9a-f]+|\d{1,5})(?![\w.])/gi)];
  return failures.flatMap((failure): InHand[] => {
    const code = systemErrorOf(Number(failure[1]));
    if (code === undefined || code === 0) return [];
    const commands = [
      ...text.slice(0, failure.index).matchAll(/\bsc(?:\.exe)?\s+(?:query|queryex|qc)\s+"?([\w$.-]+)/gi),
    ];
    const name = commands.at(-1)?.[1];
    if (code === 1060 && name !== undefined) return [service(name, "state", undefined)];
    return [{ kind: "system-error", code }];
  });
}

function service(name: string, property: "state" | "start", value: string | undefined): FactInHand {
  return { kind: "fact", thing: "service", property, name, value };
}
