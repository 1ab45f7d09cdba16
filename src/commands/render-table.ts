import stringWidth from "fast-string-width";
import { wrap } from "../explain/wrap.ts";

/** Rows as columns two spaces apart. The last column takes what is left of the width and goes on below itself. */
export function renderTable(rows: readonly (readonly string[])[], width: number): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => stringWidth(row[column]!))),
  );
  const left = widths.slice(0, -1).reduce((sum, each) => sum + each + 2, 0);
  const lines = rows.flatMap((row) => {
    const head = row
      .slice(0, -1)
      .map((cell, column) => cell + " ".repeat(widths[column]! - stringWidth(cell) + 2));
    const [first, ...more] = wrap(row.at(-1)!, Math.max(width - left, 20));
    return [head.join("") + first!, ...more.map((line) => " ".repeat(left) + line)];
  });
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}
