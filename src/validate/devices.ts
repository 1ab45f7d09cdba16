import type { Given } from "../model/scenario.ts";
import type { DeviceBlock, FactNode, GivenStatement, Tree } from "../syntax/tree.ts";
import { textOf } from "../text/source.ts";
import type { Context } from "./context.ts";
import { sameFact } from "./laws/fix-makes-check-hold.ts";
import { qualifierName } from "./qualifier-name.ts";
import { toGiven } from "./given.ts";

/** All named devices of a run. What one gives is worked out once and kept. */
export interface Devices {
  readonly blocks: ReadonlyMap<string, DeviceBlock>;
  /** Names whose device could not be read. */
  readonly unread: ReadonlySet<string>;
  readonly resolved: Map<string, readonly Given[]>;
  /** The devices that are being worked out, to notice a circle. */
  readonly open: string[];
  /** Those that another device or a scenario names. */
  readonly used: Set<string>;
}

/** How much devices may give together with those that they build upon, and how many may do so in a chain. */
const mostGivens = 5000;
const longestChain = 100;

/** Looks at every device that is described, also at those that nothing gives. */
export function checkDevices(context: Context): void {
  const { blocks } = context.devices;
  for (const name of blocks.keys()) givensOf(name, context);
}

/** A device that no scenario uses is left over, or its name is misspelt where it was to be used. */
export function checkUnusedDevices(trees: readonly Tree[], { devices, report }: Context): void {
  // What could not be read may have used it.
  if (trees.some(({ damaged }) => damaged.length > 0)) return;
  for (const [name, block] of devices.blocks)
    if (!devices.used.has(name)) report("unusedDevice", block.name.span, { name }, undefined, block.span);
}

/** What statements give, line by line, those of the devices that they name in the place of these. */
export function toGivens(statements: readonly GivenStatement[], context: Context): Given[] {
  const givens: Given[] = [];
  for (const fact of statements.flatMap(({ facts }) => facts)) {
    const more = namesDevice(fact) ? namedDevice(fact, context) : [toGiven(fact, context)];
    givens.push(...(more ?? []).filter((given) => given !== undefined));
    if (givens.length <= mostGivens) continue;
    context.report("deviceTooLarge", fact.span, {
      problem: `describes more than ${mostGivens} facts, with the devices that it builds upon`,
    });
    return [];
  }
  return givens.filter(
    (given, index) => given.value.type !== "unreadable" || !isTakenBack(given, givens.slice(index + 1)),
  );
}

function namesDevice({ terms: [first] }: FactNode): boolean {
  return first?.kind === "word" && first.text === "device";
}

/** What is given later stands: a value takes back that nobody may read it. */
function isTakenBack({ fact }: Given, later: readonly Given[]): boolean {
  return later.some((other) => other.value.type !== "unreadable" && sameFact(other.fact, fact));
}

/** `given device NAME`. */
function namedDevice({ terms, qualifiers, span }: FactNode, context: Context): readonly Given[] | undefined {
  const { devices, report } = context;
  const [, word, ...others] = terms;
  const [qualifier] = qualifiers;
  if (qualifier !== undefined) {
    const name = qualifierName(qualifier);
    return report("unknownQualifier", qualifier.span, { qualifier: name, kind: "device", qualifiers: [] });
  }
  if (word?.kind !== "word" || others.length > 0) {
    return report("invalidSubject", span, {
      text: textOf(span),
      expected: "a device by its name, as in `given device NAME`",
    });
  }
  const name = word.text;
  devices.used.add(name);
  if (!devices.blocks.has(name)) {
    if (devices.unread.has(name)) return undefined;
    return report("unknownDevice", word.span, { name, names: [...devices.blocks.keys()] });
  }
  const from = devices.open.indexOf(name);
  if (from !== -1) {
    const first = devices.blocks.get(name)!.name;
    const related = { span: first.span, message: "the circle begins here" };
    return report("circularDevice", word.span, { chain: [...devices.open.slice(from), name] }, related);
  }
  return givensOf(name, context);
}

function givensOf(name: string, context: Context): readonly Given[] | undefined {
  const { devices, report } = context;
  const known = devices.resolved.get(name);
  if (known !== undefined) return known;
  const block = devices.blocks.get(name)!;
  if (devices.open.length >= longestChain) {
    const problem = `builds upon devices that build upon devices, more than ${longestChain} levels`;
    return report("deviceTooLarge", block.name.span, { problem });
  }
  devices.open.push(name);
  const givens = toGivens(block.statements, context).map((given) => ({ device: name, ...given }));
  devices.open.pop();
  devices.resolved.set(name, givens);
  return givens;
}
