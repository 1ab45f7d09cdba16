import type { Application } from "../../model/application.ts";
import { assertionsOf } from "../../model/condition.ts";
import { waitTest } from "../../model/wait-test.ts";
import type { Span } from "../../text/source.ts";
import type { Report } from "../context.ts";

/** Where the statements of an application are; undefined for those that it does not have. */
export type StatementSpans = Readonly<
  Record<"title" | "publisher" | "install" | "uninstall" | "maximum", Span | undefined>
>;

const nameLimit = 256;
/** The longest is the limit of the duration itself. */
const shortestMinutes = 15;

/** What Configuration Manager takes of an application, and what its command line can say. */
export function checkApplicationLimits(
  application: Application,
  spans: StatementSpans,
  report: Report,
): void {
  const { title, publisher, install, uninstall, wait, maximumMinutes } = application;
  const names = [
    ["title", title.en],
    ["title", title.fr],
    ["publisher", publisher],
  ] as const;
  for (const [statement, text] of names) {
    if (text === undefined || text.length <= nameLimit) continue;
    report("textTooLong", spans[statement]!, { statement, length: text.length, limit: nameLimit });
  }
  for (const [statement, text] of [
    ["install", install],
    ["uninstall", uninstall],
  ] as const) {
    if (text !== undefined && /[\r\n]/.test(text))
      report("commandOfSeveralLines", spans[statement]!, { statement });
  }
  if (maximumMinutes < shortestMinutes) {
    const bounds = `is at least ${shortestMinutes} minutes`;
    report("outOfRange", spans.maximum!, { subject: "maximum time", bounds });
  }
  if (wait === undefined) return;
  for (const assertion of assertionsOf(wait.condition)) {
    if (waitTest(assertion) === undefined)
      report("waitNotExpressible", assertion.span, { found: assertion.fact.text });
  }
  if (wait.withinSeconds >= maximumMinutes * 60) {
    report("waitTooLong", wait.span, { minutes: maximumMinutes });
  }
}
