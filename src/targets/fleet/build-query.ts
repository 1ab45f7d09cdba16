import type { Analysis } from "./analyse.ts";
import { hoistScalars } from "./hoist-scalars.ts";
import {
  all,
  any,
  call,
  type Column,
  column,
  compare,
  type Expression,
  isConstant,
  type KqlProgram,
  never,
  type Stage,
  text,
} from "./kql.ts";
import { withColumns } from "./layout.ts";

/** What stands in the place of `unknown` until the text is made, where a device is known not to be unhealthy. */
const harmless = "not unhealthy";

/** The query of an analysis: a row a device with Device, Verdict and Found. */
export function buildQuery(analysis: Analysis): KqlProgram {
  const { engine, applies, evidence, conditions } = analysis;
  const { device } = engine;
  const { shownAs = device } = engine;
  const columns: readonly Column[] = [
    ...(shownAs === device ? [] : [{ name: shownAs }]),
    ...conditions,
    ...analysis.columns,
  ];
  const { fails, holds } = evidence;
  const cases: [Expression, string][] = [
    [all([applies.yes, fails]), "unhealthy"],
    [all([applies.yes, holds]), "healthy"],
    [applies.no, "not-applicable"],
    // Where an unseen `applies` is all that is missing, a device is at least known not to be unhealthy.
    [applies.unseen.length > 0 ? any([applies.no, holds]) : never, harmless],
  ];
  const possible = cases.filter(([condition]) => !isConstant(condition, false));
  const hasHarmless = possible.some(([, verdict]) => verdict === harmless);
  const verdict: Expression = call(
    "case",
    ...possible.flatMap(([condition, word]) => [condition, text(word)]),
    text("unknown"),
  );
  const kept = columns.map(({ name }) => ({ name })).filter(({ name }) => name !== "Evidence");
  const decide: Stage = {
    stage: "project",
    columns: [{ name: device }, { name: "Verdict", value: verdict }, ...kept],
  };
  const show: Stage = {
    stage: "project",
    columns: [
      shownAs === "Device" ? { name: shownAs } : { name: "Device", value: column(shownAs) },
      hasHarmless
        ? { name: "Verdict", value: call("iif", isHarmless, text("unknown"), column("Verdict")) }
        : { name: "Verdict" },
      { name: "Found", value: foundText(analysis, hasHarmless) },
    ],
  };
  const base = withColumns(engine.devices, device, undefined, columns);
  return hoistScalars({
    lets: evidence.lets,
    query: { ...base, stages: [...base.stages, decide, show] },
  });
}

const isHarmless = compare(column("Verdict"), "==", text(harmless));

/** What is shown of a device: every condition with what is known of it, and what is seen on no device. */
function foundText({ engine, conditions, columns, unseen }: Analysis, hasHarmless: boolean): Expression {
  const parts: Expression[] = [];
  if (hasHarmless) parts.push(call("iif", isHarmless, text("not unhealthy; "), text("")));
  for (const [index, { name, text: words }] of conditions.entries()) {
    const told = engine.limits.characters === Infinity ? words : name;
    parts.push(text(`${index === 0 ? "" : "; "}${told}: `), column(name));
  }
  if (columns.length > 0) parts.push(text(`${conditions.length === 0 ? "" : "; "}named: `), column("Named"));
  if (unseen.length > 0) {
    const things = unseen.map(({ text: words, reason }) => (words === "" ? reason : words));
    const told =
      engine.limits.characters === Infinity ? `not seen: ${things.join("; ")}` : "more is not seen";
    parts.push(text(`; ${told}`));
  }
  return call("strcat", ...parts);
}
