import { version } from "../../generated/version.js";
import { EngineFailure } from "../engine/engine.ts";
import { certificate } from "../prove/certificate.ts";
import { devicesThatMatter } from "../prove/devices/devices-that-matter.ts";
import { proveDevices, type RuleProof } from "../prove/prove-devices.ts";
import type { EngineSetting } from "../prove/prove-scenarios.ts";
import { targetNames } from "../targets/target.ts";
import { build } from "./build.ts";
import { readProgram } from "./read-program.ts";
import { jsonLine, reportDiagnostics, reportProblem } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

export interface VerifyOptions {
  readonly paths: readonly string[];
  readonly config: string | undefined;
  /** Only this rule. */
  readonly rule: string | undefined;
  /** At most so many devices a rule, evenly chosen; all unless given. */
  readonly limit: number | undefined;
  readonly outDir: string;
  /** Whether to write what the rules become, with a certificate for each rule that kept every law. */
  readonly certificates: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** How PowerShell is set up on the devices, in turn: most scripts run in FullLanguage. */
const settings: readonly EngineSetting[] = [
  { languageMode: "FullLanguage", culture: "en" },
  { languageMode: "ConstrainedLanguage", culture: "en" },
  { languageMode: "FullLanguage", culture: "fr" },
];

/** The whole rulebook takes minutes, not hours; an engine that hangs is ended then. */
const timeoutMilliseconds = 60 * 60_000;
const shownViolations = 5;

/** `mderules verify`: tries the scripts of rules on every device that matters to them. 1 where a law is broken. */
export async function verify(options: VerifyOptions, world: World): Promise<ExitCode> {
  const { paths, config, rule, json, quiet } = options;
  const read = await readProgram(paths, config, world.cwd);
  const { diagnostics, exitCode, showPath } = read;
  if (exitCode !== 0) {
    reportDiagnostics(diagnostics, { showPath, json, exitCode }, world);
    return exitCode;
  }
  const rules = read.rules.filter(({ id }) => rule === undefined || id === rule);
  if (rules.length === 0)
    return reportProblem({ message: `there is no rule \`${rule ?? ""}\`` }, json, world);
  const onProof = (proof: RuleProof): void => {
    if (!json && (!quiet || proof.violations.length > 0)) world.stdout.write(proofText(proof));
  };
  let proofs: readonly RuleProof[];
  try {
    proofs = await proveDevices(
      { ...read, rules, version },
      (one) => evenly(devicesThatMatter(one), options.limit),
      settings,
      {
        timeoutMilliseconds,
        onProof,
      },
    );
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    return reportProblem({ message: error.message }, json, world);
  }
  const broken = proofs.filter(({ violations }) => violations.length > 0);
  if (json) world.stdout.write(verifyJson(proofs));
  else if (!quiet) world.stdout.write(summary(proofs, world.elapsed()));
  if (options.certificates) {
    const kept = proofs.filter((proof) => !broken.includes(proof));
    const certificates = kept.map((proof) => certificate(proof, settings, version));
    const written = await build(
      { paths, config, outDir: options.outDir, targets: targetNames, force: false, json: false, quiet: true },
      world,
      certificates,
    );
    if (written !== 0) return written;
  }
  return broken.length === 0 ? 0 : 1;
}

/** At most so many of a list, from its whole length. */
function evenly<Item>(items: readonly Item[], limit = items.length): readonly Item[] {
  const step = items.length / Math.max(1, limit);
  return step <= 1 ? items : Array.from({ length: limit }, (_, index) => items[Math.floor(index * step)]!);
}

function proofText({ rule, tried, violations }: RuleProof): string {
  if (violations.length === 0) return `ok    ${rule.id}: ${tried} devices\n`;
  const shown = violations
    .slice(0, shownViolations)
    .map(({ law, message, device }) => `      ${law}: ${message}\n        on ${device}\n`);
  const more = violations.length - shown.length;
  return `FAIL  ${rule.id}: ${tried} devices, ${violations.length} broken laws\n${shown.join("")}${more > 0 ? `      and ${more} more\n` : ""}`;
}

function summary(proofs: readonly RuleProof[], milliseconds: number): string {
  const tried = proofs.reduce((count, proof) => count + proof.tried, 0);
  const broken = proofs.filter(({ violations }) => violations.length > 0).length;
  const laws = broken === 0 ? "every law held" : `${broken} broke a law`;
  return `${proofs.length} ${proofs.length === 1 ? "rule" : "rules"} on ${tried} devices: ${laws} (${(milliseconds / 1000).toFixed(1)} s)\n`;
}

function verifyJson(proofs: readonly RuleProof[]): string {
  return jsonLine({
    exitCode: proofs.some(({ violations }) => violations.length > 0) ? 1 : 0,
    rules: proofs.map(({ rule, tried, verdicts, violations }) => ({
      rule: rule.id,
      devices: tried,
      verdicts,
      violations,
    })),
  });
}
