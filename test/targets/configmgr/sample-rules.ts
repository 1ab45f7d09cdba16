import { compile } from "../../../src/compile.ts";
import type { Rule } from "../../../src/model/rule.ts";
import { configmgr } from "../../../src/targets/configmgr/index.ts";
import type { OutputFile, Program } from "../../../src/targets/target.ts";
import { startSense } from "./sample.ts";

const text = String.raw`document sample

guard none "Made up for a test."

rule start-type {
  title    "The diagnostic data service starts automatically"
  covers   start-type
  severity warning
  note     "From Windows 10, version 1809, on the sensor no longer depends on it." source "https://learn.microsoft.com/defender-endpoint/troubleshoot-onboarding"
  applies  when windows build < 17763
  check    service DiagTrack start is automatic
  fix      set service DiagTrack start to automatic

  scenario "set to manual" {
    given  windows build 14393
    given  service DiagTrack start manual
    expect unhealthy then fixed
    after fix service DiagTrack start automatic
  }
  scenario "nobody may know" {
    given  windows build 14393
    given  service DiagTrack start unreadable
    expect unknown
  }
}

rule long-wait {
  title    "The sensor is running"
  covers   start-type
  severity error
  check    service Sense state is running
  fix      when windows build < 14393 { advise "Update Windows." }
  fix      otherwise {
             set service Sense state to running within 40 seconds
             wait until service Sense state is running within 50 seconds
           }
  fix      wait 30 seconds
}

rule only-look {
  title    "No device waits for a restart"
  covers   start-type
  severity information
  check    registry "HKLM\SOFTWARE\Contoso" Pending is missing
}

rule only-reported {
  title    "The console lists the device"
  covers   start-type
  severity error
  reported state "not listed"
  fix      advise "Wait."
}
`;

/** Rules of every sort: one that can be undone, one that waits for long, one without a fix, one only a console shows. */
export const sampleRules: readonly Rule[] = rulesOf(text);

/** The rules of a text that covers the unit `start-type` of the document `sample`. */
export function rulesOf(written: string): readonly Rule[] {
  const { value, diagnostics } = compile({
    sources: [{ path: "rules/sample.mderule", text: written }],
    ledgers: [{ document: "sample", units: [{ unit: "start-type" }] }],
  });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return value.rules;
}

/** The rule of a name among the samples. */
export function sampleRule(id: string): Rule {
  const rule = sampleRules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

/** What the target makes of rules, and of one application. */
export function filesOf(rules: readonly Rule[], more: Partial<Program> = {}): readonly OutputFile[] {
  const program = { rules, applications: [startSense], configuration: {}, version: "0.1.0", ...more };
  return [...configmgr.emit(program)];
}

/** The text of a file among others, by its path below configmgr/. */
export function fileText(files: readonly OutputFile[], path: string): string {
  const file = files.find((candidate) => candidate.path === `configmgr/${path}`);
  if (file === undefined) throw new Error(`no ${path}`);
  const { content } = file;
  return typeof content === "string" ? content : Buffer.from(content).toString("utf16le").slice(1);
}
