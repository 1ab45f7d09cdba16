import { version } from "../../generated/version.js";
import { noColours, terminalColours } from "../diagnostics/colours.ts";
import type { Language } from "../explain/language.ts";
import { words } from "../explain/words.ts";
import { factsOf } from "../model/facts-of.ts";
import type { Rule, RuleSeverity } from "../model/rule.ts";
import { endOf, type RuleEnd } from "../targets/end-of.ts";
import type { TargetName } from "../targets/target.ts";
import { lineReference } from "../text/source.ts";
import { type ReadProgram, readProgram } from "./read-program.ts";
import { renderTable } from "./render-table.ts";
import { jsonLine, reportDiagnostics, usesColours } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

export interface ListOptions {
  readonly paths: readonly string[];
  readonly config: string | undefined;
  /** Each narrows the list; undefined for any. */
  readonly severity: RuleSeverity | undefined;
  readonly ends: RuleEnd | undefined;
  readonly target: TargetName | undefined;
  /** A kind of thing that the rule reads or writes. */
  readonly kind: string | undefined;
  readonly unit: string | undefined;
  readonly lang: Language;
  readonly json: boolean;
}

/** One line of the list. Applications have no severity, and what they end in is the application. */
interface Listed {
  readonly id: string;
  readonly severity: RuleSeverity | undefined;
  readonly ends: RuleEnd | "application";
  readonly title: string;
  readonly covers: readonly string[];
  readonly kinds: readonly string[];
  readonly source: string;
}

/** `mderules list`: the rules, how severe they are and how they end, in the order of the rulebook. */
export async function list(options: ListOptions, world: World): Promise<ExitCode> {
  const { paths, config, lang, json } = options;
  const read = await readProgram(paths, config, world.cwd);
  if (read.exitCode !== 0) {
    const { diagnostics, exitCode, showPath } = read;
    reportDiagnostics(diagnostics, { showPath, json, exitCode }, world);
    return exitCode;
  }
  const emitted = options.target === undefined ? undefined : await emittedFor(options.target, read);
  const listed = [...ofRules(read, lang), ...ofApplications(read, lang)].filter(
    ({ id, severity, ends, covers, kinds }) =>
      (options.severity === undefined || severity === options.severity) &&
      (options.ends === undefined || ends === options.ends) &&
      (options.kind === undefined || kinds.includes(options.kind)) &&
      (options.unit === undefined || covers.includes(options.unit)) &&
      (emitted === undefined || emitted.has(id)),
  );
  if (json) {
    world.stdout.write(jsonLine({ exitCode: 0, rules: listed }));
    return 0;
  }
  if (listed.length > 0) world.stdout.write(render(listed, options, world));
  return 0;
}

function render(listed: readonly Listed[], { lang }: ListOptions, { stdout, environment }: World): string {
  const said = words[lang];
  const colours = usesColours(stdout, environment) ? terminalColours : noColours;
  const rows = listed.map(({ id, severity, ends, title }) => [
    id,
    severity === undefined ? "-" : said.severities[severity],
    ends,
    title,
  ]);
  // What another program reads is one line a rule.
  const table = renderTable([said.columns, ...rows], stdout.columns ?? Infinity);
  const [heading, ...lines] = table.split("\n");
  return [colours.faint(heading!), ...lines].join("\n");
}

function ofRules({ rules, showPath }: ReadProgram, lang: Language): Listed[] {
  return rules.map((rule) => ({
    id: rule.id,
    severity: rule.severity,
    ends: endOf(rule),
    title: (lang === "fr" ? rule.title.fr : undefined) ?? rule.title.en,
    covers: rule.covers,
    kinds: kindsOf(rule),
    source: shown(rule, showPath),
  }));
}

function ofApplications({ applications, showPath }: ReadProgram, lang: Language): Listed[] {
  return applications.map((application) => ({
    id: application.id,
    severity: undefined,
    ends: "application",
    title: (lang === "fr" ? application.title.fr : undefined) ?? application.title.en,
    covers: application.covers,
    kinds: [application.detect.fact.kind],
    source: shown(application, showPath),
  }));
}

function shown({ span }: Pick<Rule, "span">, showPath: ReadProgram["showPath"]): string {
  return lineReference({ ...span, source: { ...span.source, path: showPath(span.source.path) } });
}

function kindsOf(rule: Rule): string[] {
  const kinds = factsOf(rule).map(({ fact }) => fact.kind);
  return [...new Set(rule.each === undefined ? kinds : [...kinds, "event"])].sort();
}

/** The rules of which a target makes something, as it would make it. */
async function emittedFor(name: TargetName, read: ReadProgram): Promise<ReadonlySet<string>> {
  const { targets } = await import("../targets/index.ts");
  const target = targets.find((each) => each.name === name)!;
  const ids = new Set<string>();
  for (const { rule } of target.emit({ ...read, version })) if (rule !== undefined) ids.add(rule);
  return ids;
}
