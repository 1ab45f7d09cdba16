import { codes } from "./codes.ts";
import type { Definition } from "./diagnostic.ts";
import { tableOf } from "../text/table.ts";

const chapters = tableOf({
  "1": "Files and syntax",
  "2": "Names, kinds and types",
  "3": "What a rule says",
  "4": "The configuration",
});

/** `docs/diagnostics.md`: every diagnostic of the table with its message and what it means. */
export function renderDocumentation(): string {
  const definitions = Object.values(codes) as unknown as Definition<never>[];
  const lines = [
    "# Diagnostics",
    "",
    "Everything that mderules has to say about rules and configuration. A code never changes its meaning.",
    "This page is made from the table in `src/diagnostics/codes.ts`; a test compares the two.",
  ];
  let chapter = "";
  for (const definition of [...definitions].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    const { code, severity, explanation } = definition;
    if (code.charAt(3) !== chapter) {
      chapter = code.charAt(3);
      lines.push("", `## ${chapters.get(chapter) ?? `${chapter}xxx`}`);
    }
    lines.push("", `### ${code}`, "", `${severity}: ${messageOf(definition)}`, "", explanation);
  }
  return `${lines.join("\n")}\n`;
}

/** The message with the names of its parameters in the places of their values. */
function messageOf({ message }: Definition<never>): string {
  // A list of one text is shown as that text, whether a message takes the parameter for a text or for a list.
  const names = new Proxy(
    {},
    { get: (_, name) => Object.assign([`<${String(name)}>`], { codePointAt: () => 0 }) },
  );
  return message(names as never)
    .replaceAll("`<", "<")
    .replaceAll(">`", ">")
    .replaceAll("<", "`<")
    .replaceAll(">", ">`")
    .replace("U+0000", "U+...");
}
