import type { DataTest } from "./data-test.ts";
import { all, always, any, call, compare, type Expression, number, opposite, text } from "./kql.ts";

/**
 * A test of data as a condition on a column of text, for engines that ignore case in `==` and turn no text into a
 * number: a number of fewer digits is smaller, and among as many the first digit that differs tells.
 */
export function dataCondition(data: Expression, test: DataTest): Expression {
  switch (test.kind) {
    case "present":
      return always;
    case "is":
      return compare(data, "==", text(test.text));
    case "contains":
      return compare(data, "contains", text(test.text));
    case "below":
      return isBelow(data, test.bound);
    case "not-below":
      return opposite(isBelow(data, test.bound));
    default:
      return test satisfies never;
  }
}

function isBelow(data: Expression, bound: number): Expression {
  const digits = String(bound);
  const length = call("strlen", data);
  return any([
    compare(length, "<", number(digits.length)),
    all([
      compare(length, "==", number(digits.length)),
      any(smallerBeginnings(digits).map((beginning) => compare(data, "startswith", text(beginning)))),
    ]),
  ]);
}

/** With what the numbers of as many digits begin that are smaller: those below 143 with 10, 11, 12, 13, 140, 141, 142. */
function smallerBeginnings(digits: string): string[] {
  return [...digits].flatMap((digit, index) => {
    const first = index === 0 && digits.length > 1 ? 1 : 0;
    const smaller = Array.from({ length: Math.max(0, Number(digit) - first) }, (_, step) => first + step);
    return smaller.map((other) => `${digits.slice(0, index)}${other}`);
  });
}
