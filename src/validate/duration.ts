import { describeSeconds } from "../model/describe.ts";
import type { Value } from "../syntax/tree.ts";
import type { Context } from "./context.ts";
import { describeValue } from "./literal.ts";

/** What a duration is for: an example of it, and how long it may be. */
export interface DurationUse {
  readonly example: string;
  readonly longest: number;
}

/** For how long a script may wait: Intune and Configuration Manager end one that takes longer than an hour. */
export const waiting: DurationUse = { example: "60 seconds", longest: 3600 };

/** For how long an installation may run, as Configuration Manager limits it. */
export const running: DurationUse = { example: "15 minutes", longest: 1440 * 60 };

/** How far back something may be looked for. */
export const lookingBack: DurationUse = { example: "7 days", longest: 3650 * 86_400 };

/** A duration in seconds, or undefined after a report. */
export function toSeconds(
  value: Value,
  subject: string,
  { example, longest }: DurationUse,
  { report }: Context,
): number | undefined {
  if (value.kind !== "duration") {
    const expected = `a duration such as ${example}`;
    const unit = /\w+$/.exec(example)![0];
    const remedy =
      value.kind === "number" && value.value > 0 ? `write its unit: \`${value.value} ${unit}\`` : undefined;
    return report("wrongType", value.span, { subject, expected, found: describeValue(value), remedy });
  }
  if (value.seconds <= longest) return value.seconds;
  return report("outOfRange", value.span, { subject, bounds: `is at most ${describeSeconds(longest)}` });
}
