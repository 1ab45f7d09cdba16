import { hostilePieces } from "../hostile-text.ts";
import { mutateText } from "./mutate.ts";
import type { Random } from "./random.ts";

/**
 * A function that changes rules: half of them anyhow (`mutateText`), half of them such that what comes of it often still compiles and
 * goes on to where rules are tried and printed: a statement for one with the same keyword of another rule, numbers, texts, lines
 * that are left out or stand twice, comments and spaces.
 */
export function ruleMutator(inputs: readonly string[]): (text: string, random: Random) => string {
  const statements = new Map<string, string[]>();
  for (const line of inputs.flatMap((text) => text.split("\n"))) {
    const keyword = keywordOf(line);
    if (keyword !== undefined) statements.set(keyword, [...(statements.get(keyword) ?? []), line]);
  }
  return (text, random) => {
    if (random.below(2) === 0) return mutateText(text, random);
    const lines = text.split("\n");
    for (let count = 1 + random.below(3); count > 0; count -= 1) change(lines, statements, random);
    return lines.join("\n");
  };
}

/** The keyword of a statement that stands on one line. */
function keywordOf(line: string): string | undefined {
  return /^ +(\w+(?: after)?)\b.*[^{]$/.exec(line)?.[1];
}

function change(lines: string[], statements: ReadonlyMap<string, readonly string[]>, random: Random): void {
  const at = random.below(lines.length);
  const line = lines[at]!;
  const keyword = keywordOf(line);
  switch (random.below(6)) {
    case 0:
    case 1:
      if (keyword !== undefined) lines[at] = random.pick(statements.get(keyword)!);
      break;
    case 2:
      lines[at] = line.replace(/\d+/, (number) =>
        random.pick([String(Number(number) + 1), String(random.below(70_000)), "0", "1", `${number}0`]),
      );
      break;
    case 3:
      lines[at] = line.replace(/"([^"]*)"/, (_, own: string) => {
        const cut = random.below(own.length + 1);
        return `"${own.slice(0, cut)}${random
          .pick(hostilePieces)
          .replaceAll('"', '""')
          .replaceAll(/[\r\n]/g, " ")}${own.slice(cut)}"`;
      });
      break;
    case 4:
      if (keyword !== undefined && /^(?:given|note|see|after|symptom|fix|cause|reported)\b/.test(keyword))
        lines.splice(at, random.below(2), ...(random.below(2) === 0 ? [line] : []));
      break;
    default:
      lines[at] = random.pick([
        `${line} // note`,
        `  ${line}`,
        `// note\n${line}`,
        `\n${line}`,
        line.replace(/ {2,}/g, " "),
      ]);
  }
}
