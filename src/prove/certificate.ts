import { createHash } from "node:crypto";
import { describeCondition } from "../model/describe.ts";
import { lineReference } from "../text/source.ts";
import type { OutputFile } from "../targets/target.ts";
import { laws } from "./laws.ts";
import type { RuleProof } from "./prove-devices.ts";
import type { EngineSetting } from "./prove-scenarios.ts";

/**
 * The certificate of a rule whose scripts broke no law on any device: what was tried, and the digests that tie it to
 * the rule's text and to the scripts. Without time stamps: the same rule gives the same bytes.
 */
export function certificate(
  { rule, scripts, tried, verdicts, violations }: RuleProof,
  settings: readonly EngineSetting[],
  version: string,
): OutputFile {
  if (violations.length > 0) throw new Error(`${rule.id} broke a law`);
  const { source, start, end } = rule.span;
  const content = {
    mderules: version,
    rule: rule.id,
    source: lineReference(rule.span),
    // Definitions stand elsewhere: what the rule means by them is part of it.
    sha256: digestOf(source.text.slice(start, end) + meaningOf(rule)),
    scripts: Object.fromEntries(
      (["detect", "remediate", "undo"] as const).flatMap((role) => {
        const script = scripts[role];
        return script === undefined ? [] : [[role, digestOf(script)]];
      }),
    ),
    companions: scripts.companions.map(({ name, script }) => ({ name, sha256: digestOf(script) })),
    settings: settings.map(({ languageMode, culture }) => `${languageMode} ${culture}`),
    devices: tried,
    verdicts,
    laws,
  };
  return {
    path: `certificates/${rule.id}.json`,
    content: `${JSON.stringify(content, undefined, 2)}\n`,
    target: "intune",
    role: "certificate",
    rule: rule.id,
    covers: rule.covers,
  };
}

function meaningOf({ applies, symptoms, checks }: RuleProof["rule"]): string {
  return [...(applies === undefined ? [] : [applies]), ...symptoms, ...checks]
    .map((part) => describeCondition(part))
    .join("\n");
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
