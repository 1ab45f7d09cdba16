import { relative, sep } from "node:path";
import { type Compiled, compile } from "../compile.ts";
import { type Diagnostic, diagnostic, hasErrors, type Outcome } from "../diagnostics/diagnostic.ts";
import { inReadingOrder } from "../diagnostics/order.ts";
import type { Configuration } from "../model/configuration.ts";
import type { Source, Span } from "../text/source.ts";
import type { Ledger } from "../validate/validate.ts";
import { type FindProblem, findRules, type FoundRules } from "./find-rules.ts";
import { configurationPath, ledgerPaths } from "./input-digest.ts";
import { checkChoices } from "./check-choices.ts";
import { loadPowerShell } from "./load-powershell.ts";
import { readConfiguration } from "./read-configuration.ts";
import { readLedger } from "./read-ledger.ts";
import { readSource } from "./read-source.ts";

/** Everything that a command line leads to, read and compiled. */
export interface ReadProgram extends Compiled {
  readonly configuration: Configuration;
  /** All that is wrong, in reading order. */
  readonly diagnostics: readonly Diagnostic[];
  /** 1 where rules have errors, 2 where a file could not be had or the configuration is wrong. */
  readonly exitCode: 0 | 1 | 2;
  readonly found: FoundRules;
  readonly configurationPath: string | undefined;
  readonly ledgerPaths: readonly string[];
  /** The path of a source as a terminal in the working folder can open it. */
  readonly showPath: (name: string) => string;
}

/** Reads rules, ledgers and configuration and compiles them; what cannot be read does not hide errors in what can. */
export async function readProgram(
  paths: readonly string[],
  config: string | undefined,
  cwd: string,
  {
    isBuild = false,
    hasOpinions = false,
  }: { readonly isBuild?: boolean; readonly hasOpinions?: boolean } = {},
): Promise<ReadProgram> {
  const display = (path: string): string => relative(cwd, path).split(sep).join("/") || ".";
  const found = findRules(paths, cwd);
  const problems = found.problems.map((problem) => findDiagnostic(problem, display(problem.path)));
  const take = <Value>(outcome: { value: Value; diagnostics: readonly Diagnostic[] }): Value => {
    for (const problem of outcome.diagnostics) problems.push(problem);
    return outcome.value;
  };

  const configurationFile = configurationPath(config, cwd);
  let configuration: Configuration = {};
  let configurationSource: Source | undefined;
  if (configurationFile !== undefined) {
    configurationSource = take(readSource(configurationFile, display(configurationFile)));
    if (configurationSource !== undefined) configuration = take(readConfiguration(configurationSource));
  }

  const problemsElsewhere = problems.length;
  const ledgerFiles = ledgerPaths(found.folders);
  const ledgers = new Map<string, Ledger>();
  for (const path of ledgerFiles) {
    const source = take(readSource(path, display(path)));
    const ledger = source && take(readLedger(source));
    // A document beside the rules goes before the shipped one of the same name.
    if (ledger !== undefined && !ledgers.has(ledger.document)) ledgers.set(ledger.document, ledger);
  }

  const ledgersAreSound = problems.length === problemsElsewhere;

  const shown = new Map<string, string>();
  const sources: Source[] = [];
  for (const { path, name } of [...found.files, ...found.others]) {
    shown.set(name, display(path));
    const source = take(readSource(path, name));
    if (source !== undefined) sources.push(source);
  }

  // Without its ledger every rule of a document would be wrong.
  const whole = compile({
    sources: ledgersAreSound ? sources : [],
    ledgers: [...ledgers.values()],
    hasOpinions,
    parsePowerShell: sources.some(mayHoldPowerShell) ? await loadPowerShell() : undefined,
  });
  // Of the files around a single one only their names are used; what is wrong in them is not what was asked.
  const asked = new Set(found.files.map(({ name }) => name));
  const isAsked = ({ span }: { readonly span: Span }): boolean => asked.has(span.source.path);
  const compiled: Outcome<Compiled> = {
    value: {
      rules: whole.value.rules.filter(isAsked),
      applications: whole.value.applications.filter(isAsked),
    },
    diagnostics: asConfigured(whole.diagnostics.filter(isAsked), configuration),
  };
  // Rules that have errors are not there; what the configuration says of them is no mistake of its own.
  // Of one file of a project nobody can say which rules the others have; only a build needs them.
  const isPart = !isBuild && paths.some((path) => path.toLowerCase().endsWith(".mderule"));
  const isSound = problems.length === 0 && !hasErrors(compiled.diagnostics);
  if (configurationSource !== undefined && isSound && !isPart) {
    problems.push(...checkChoices(configuration, compiled.value.rules, configurationSource));
  }
  return {
    ...compiled.value,
    configuration,
    diagnostics: [...problems, ...inReadingOrder(compiled.diagnostics, sources)],
    exitCode: hasErrors(problems) ? 2 : hasErrors(compiled.diagnostics) ? 1 : 0,
    found,
    configurationPath: configurationFile,
    ledgerPaths: ledgerFiles,
    showPath: (name) => shown.get(name) ?? name,
  };
}

/** Diagnostics with the warnings as grave as the project has them. */
function asConfigured(
  diagnostics: readonly Diagnostic[],
  { diagnostics: levels = {} }: Configuration,
): readonly Diagnostic[] {
  const known = new Map(Object.entries(levels));
  return diagnostics.flatMap((each) => {
    const level = each.severity === "error" ? undefined : known.get(each.code);
    if (level === "off") return [];
    return level === undefined ? each : { ...each, severity: level };
  });
}

/** Whether a text may have a `powershell` step; of the shipped rulebook, none has. */
function mayHoldPowerShell({ text }: Source): boolean {
  return /\bpowershell(?:\s|\/\/.*)*"/.test(text);
}

/** What is wrong with a path, as a diagnostic without a place. */
export function findDiagnostic(problem: FindProblem, path: string): Diagnostic {
  const nowhere = { source: { path, text: "" }, start: 0, end: 0 };
  switch (problem.kind) {
    case "not-found":
      return diagnostic("fileNotFound", nowhere, { path });
    case "no-rules":
      return diagnostic("folderWithoutRules", nowhere, { path });
    case "unreadable":
      return diagnostic("fileUnreadable", nowhere, { path, reason: problem.reason });
    default:
      return problem satisfies never;
  }
}
