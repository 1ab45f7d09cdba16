import { asciiText } from "../../encode/ascii.ts";
import { powershellComment, powershellNumber, powershellString } from "../../encode/powershell.ts";
import { propertyOf } from "../../kinds/index.ts";
import { isWritable, type Property, type Writing } from "../../kinds/kind.ts";
import type { Configuration } from "../../model/configuration.ts";
import type { Fact } from "../../model/condition.ts";
import type { Rule } from "../../model/rule.ts";
import type { FixBranch, RunStep, SetStep, Step } from "../../model/step.ts";
import { describeLiteral, type Literal } from "../../model/value.ts";
import { comparisonExpression } from "./comparison.ts";
import {
  callExpression,
  conditionExpression,
  factKey,
  factName,
  lineLimit,
  pathExpression,
  readExpression,
  type ScriptContext,
} from "./condition.ts";
import { describeCondition } from "../../model/describe.ts";
import { packageArguments } from "./site-package.ts";

/** What steps need besides the script: the packages of the site, and which facts share a name. */
export interface FixContext extends JournalContext {
  readonly configuration: Configuration;
  /** Whether the fix is done for every thing that events name. */
  readonly hasEach: boolean;
}

/** What is needed to find a fact in the journal. */
interface JournalContext extends ScriptContext {
  readonly sharedNames: ReadonlySet<string>;
}

/** The body of the function that does the fix, indented by four. */
export function fixBody(branches: readonly FixBranch[], context: FixContext): string {
  const indent = "    ";
  const lines: string[] = [];
  let conditions = 0;
  for (const chain of chainsOf(branches)) {
    const [first] = chain;
    if (first!.branch === "always") {
      lines.push(...first!.steps.flatMap((step) => stepLines(step, indent, context)));
    } else {
      lines.push(...chainLines(chain, indent, conditions, context));
      conditions += chain.filter(({ condition }) => condition !== undefined).length;
    }
  }
  return lines.join("\n");
}

/** Branches that belong together: an `always` alone, or a run of `when` with its `otherwise`. */
function chainsOf(branches: readonly FixBranch[]): FixBranch[][] {
  const chains: FixBranch[][] = [];
  for (const branch of branches) {
    const last = chains.at(-1);
    const goesOn = branch.branch !== "always" && last?.at(-1)?.branch === "when";
    if (goesOn) last.push(branch);
    else chains.push([branch]);
  }
  return chains;
}

function chainLines(
  chain: readonly FixBranch[],
  indent: string,
  offset: number,
  context: FixContext,
): string[] {
  const lines: string[] = [];
  const names = new Map<FixBranch, string>();
  for (const [index, branch] of chain.entries()) {
    if (branch.condition === undefined) continue;
    const name = `$when${offset + index + 1}`;
    names.set(branch, name);
    lines.push(`${indent}# when ${powershellComment(describeCondition(branch.condition))}`);
    lines.push(`${indent}${name} = ${conditionExpression(branch.condition, indent, context)}`);
  }
  let keyword = "if";
  for (const branch of chain) {
    const name = names.get(branch);
    if (name === undefined) {
      lines.push(`${indent}else {`);
    } else {
      lines.push(
        `${indent}${keyword} ($null -eq ${name}.Truth) { throw "cannot choose the fix: $(${name}.Text)" }`,
      );
      lines.push(`${indent}elseif (${name}.Truth) {`);
      keyword = "elseif";
    }
    lines.push(...branch.steps.flatMap((step) => stepLines(step, `${indent}    `, context)), `${indent}}`);
  }
  return lines;
}

function stepLines(step: Step, indent: string, context: FixContext): string[] {
  switch (step.kind) {
    case "set":
      return setLines(step, indent, context);
    case "run":
      return runLines(step, indent, context);
    case "wait":
      return [
        `${indent}if (-not $WhatIfPreference) { Start-Sleep -Seconds ${powershellNumber(step.seconds)} }`,
      ];
    case "wait-until": {
      context.called.add("Wait-Until");
      const inner = `${indent}        `;
      const condition = conditionExpression(step.condition, inner, context);
      return [
        `${indent}if (-not $WhatIfPreference) {`,
        `${indent}    Wait-Until -TimeoutSeconds ${powershellNumber(step.withinSeconds)} -Condition {`,
        `${inner}${condition}`,
        `${indent}    }`,
        `${indent}}`,
      ];
    }
    case "advise":
      return [`${indent}@{ Advice = ${powershellString(asciiText(step.text.en))} }`];
    case "support":
      return [
        `${indent}@{ Advice = ${powershellString(`Contact Microsoft support: ${asciiText(step.text.en)}`)} }`,
      ];
    case "restart":
      return [`${indent}@{ Restart = $true; Advice = 'Restart the device.' }`];
    case "powershell":
      return [
        `${indent}if ($WhatIfPreference) { @{ Would = 'run PowerShell of the rule' } }`,
        `${indent}else {`,
        `${indent}    $null = & {`,
        // As the author wrote it: indenting would change text of several lines.
        ...step.script.split("\n"),
        `${indent}    }`,
        `${indent}    @{ Did = 'ran PowerShell of the rule' }`,
        `${indent}}`,
      ];
    default:
      return step satisfies never;
  }
}

function setLines(step: SetStep, indent: string, context: FixContext): string[] {
  const { fact, value } = step;
  const { type, write } = writableProperty(fact);
  context.called.add("Repair-Fact");
  const holds = comparisonExpression(
    value.type === "word" && value.word === "present" && type.type === "presence"
      ? { operator: "is", values: [{ type: "missing" }], negated: true }
      : { operator: "is", values: [value], negated: false },
    type,
    "$found",
  );
  const read = readExpression(fact, indent, context);
  const save = write.journal?.save && callExpression(write.journal.save, fact, context);
  const { makes } = write.journal ?? {};
  const entries = [
    ...identity(step, context),
    ...(context.hasEach ? ["Each = $Each"] : []),
    `Value = ${powershellString(asciiText(describeLiteral(value)))}`,
    `After = ${readingExpression(value)}`,
    `Read = { ${read} }`,
    `Holds = { ${holds} }`,
    ...(save === undefined ? [] : [`Save = { ${save} }`]),
    ...(makes === undefined ? [] : [`Makes = { ${callExpression(makes.list, fact, context)} }`]),
    `Write = { ${writeCall(write, step, context)} }`,
  ];
  const inner = `${indent}    `;
  return [
    `${indent}$step = @{`,
    ...filled(entries, inner),
    `${indent}}`,
    `${indent}Repair-Fact @step -Memory $memory`,
  ];
}

/** Entries of a hash table, as many on a line as it holds. */
function filled(entries: readonly string[], indent: string): string[] {
  const lines: string[] = [];
  for (const entry of entries) {
    const together = `${lines.at(-1) ?? ""}; ${entry}`;
    if (lines.length > 0 && together.length <= lineLimit) lines[lines.length - 1] = together;
    else lines.push(`${indent}${entry}`);
  }
  return lines;
}

function writeCall(write: Writing, step: SetStep, context: FixContext): string {
  const call = callExpression(write.call, step.fact, context);
  const type =
    step.fact.kind === "registry" && step.fact.property === "data" ? registryType(step) : undefined;
  return [
    call,
    ` -Value ${literalExpression(step.value)}`,
    type === undefined ? "" : ` -Type ${powershellString(type)}`,
    write.needsBound ? ` -TimeoutSeconds ${powershellNumber(step.withinSeconds!)}` : "",
  ].join("");
}

const registryTypeNames: Readonly<Record<string, string>> = {
  dword: "DWord",
  qword: "QWord",
  string: "String",
  "expand-string": "ExpandString",
};

function registryType({ value, valueType }: SetStep): string | undefined {
  if (value.type === "missing") return undefined;
  return registryTypeNames[valueType ?? (value.type === "integer" ? "dword" : "string")];
}

function literalExpression(value: Literal): string {
  switch (value.type) {
    case "word":
      return powershellString(value.word);
    case "integer":
      // The registry provider takes a DWORD as a signed number.
      return powershellNumber(
        value.value > 0x7fffffff && value.value <= 0xffffffff ? value.value - 2 ** 32 : value.value,
      );
    case "version":
    case "text":
      return powershellString(value.text);
    case "missing":
      return "$null";
    case "variable":
      return "$Each";
    default:
      return value satisfies never;
  }
}

function runLines(step: RunStep, indent: string, context: FixContext): string[] {
  const sitePackage = context.configuration[step.action];
  if (sitePackage === undefined) throw new Error(`the ${step.action} package is not configured`);
  context.called.add("Invoke-Program");
  context.called.add("Get-PackageDistrust");
  const { program, argument } = packageArguments(sitePackage.path);
  return [
    `${indent}if ($WhatIfPreference) { @{ Would = 'run the ${step.action} package' } }`,
    `${indent}else {`,
    `${indent}    $distrust = Get-PackageDistrust -Path ${pathExpression(sitePackage.path)}`,
    `${indent}    if ($distrust) { @{ Advice = "The ${step.action} package was not run: $distrust." } }`,
    `${indent}    else {`,
    `${indent}        # Judged by what it leaves behind, not by its exit code.`,
    `${indent}        $code = Invoke-Program -Path ${program} -Argument ${argument} -TimeoutSeconds ${powershellNumber(step.withinSeconds)}`,
    `${indent}        @{ Did = "ran the ${step.action} package (exit code $code)" }`,
    `${indent}    }`,
    `${indent}}`,
  ];
}

/**
 * Everything a repair may have written, last first, as the undo script puts it back. The statements are indented by
 * four more where a loop goes through what `each` stands for.
 */
export function restores(rule: Rule, context: ScriptContext): string {
  const indent = rule.each === undefined ? "    " : "        ";
  const steps = setSteps(rule.fixes);
  const shared = { ...context, sharedNames: sharedNames(rule.fixes) };
  const keys = [...new Set(steps.map(({ fact }) => factKey(fact).toLowerCase()))].reverse();
  return keys
    .flatMap((key) => {
      const same = steps.filter(({ fact }) => factKey(fact).toLowerCase() === key);
      return restoreLines(same, indent, shared);
    })
    .join("\n");
}

/** What puts one fact back that these steps set. */
function restoreLines(steps: readonly SetStep[], indent: string, context: JournalContext): string[] {
  const step = steps.at(-1)!;
  const { fact } = step;
  const { read, write } = writableProperty(fact);
  const { restore = write.call, readLeft, makes } = write.journal ?? {};
  const bound = write.needsBound ? ` -TimeoutSeconds ${powershellNumber(step.withinSeconds!)}` : "";
  const left = [...new Set(steps.map(({ value }) => readingExpression(value)))];
  const entries = [
    ...identity(step, context),
    `After = @(${left.join(", ")})`,
    `Read = { ${callExpression(read, fact, context)} }`,
    ...(readLeft === undefined ? [] : [`ReadLeft = { ${callExpression(readLeft, fact, context)} }`]),
    `Restore = { ${callExpression(restore, fact, context)} -Value $before${bound} }`,
    ...(makes === undefined ? [] : [`Tidy = { ${callExpression(makes.remove, fact, context)} -Made $made }`]),
  ];
  return [
    `${indent}$fact = @{`,
    ...filled(entries, `${indent}    `),
    `${indent}}`,
    `${indent}Undo-Fact @undo @fact`,
  ];
}

/** How reports and the journal name a fact. Entries of mderules 0.1.0 stand under the name, which facts may share. */
function identity({ fact }: SetStep, { sharedNames }: JournalContext): string[] {
  return [
    `Name = ${factName(fact)}`,
    `Key = ${factKey(fact)}`,
    ...(sharedNames.has(factName(fact).toLowerCase()) ? ["Shared = $true"] : []),
  ];
}

/** The names, in lower case, that several facts of a rule have in reports. */
export function sharedNames(branches: readonly FixBranch[]): ReadonlySet<string> {
  const keys = new Map<string, Set<string>>();
  for (const { fact } of setSteps(branches)) {
    const name = factName(fact).toLowerCase();
    keys.set(name, (keys.get(name) ?? new Set()).add(factKey(fact).toLowerCase()));
  }
  return new Set([...keys].filter(([, { size }]) => size > 1).map(([name]) => name));
}

function setSteps(branches: readonly FixBranch[]): SetStep[] {
  return branches.flatMap(({ steps }) => steps).filter((step) => step.kind === "set");
}

/** What reading a fact gives once it was set to a value. */
function readingExpression(value: Literal): string {
  return value.type === "integer" ? powershellNumber(value.value) : literalExpression(value);
}

function writableProperty(fact: Fact): Property & { readonly write: Writing } {
  const property = propertyOf(fact);
  if (!isWritable(property)) throw new Error(`${fact.text} is read-only`);
  return property;
}
