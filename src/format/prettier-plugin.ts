import type { Parser, Printer, SupportLanguage } from "prettier";
import { utils } from "prettier/doc";
import { type Formatted, formatText } from "./format-text.ts";
import { locate } from "../text/source.ts";

/**
 * The plugin for Prettier 3: `prettier --plugin mderules/prettier-plugin`, and format-on-save in editors that run
 * Prettier. It lays out as `mderules fmt` does; of Prettier's options only `endOfLine` makes a difference.
 */
export const languages: SupportLanguage[] = [
  { name: "mderule", parsers: ["mderule"], extensions: [".mderule"], vscodeLanguageIds: ["mderule"] },
];

/** Line ends stay as they are unless the project says otherwise. */
export const defaultOptions = { endOfLine: "auto" } as const;

export const parsers: Readonly<Record<string, Parser<Formatted>>> = {
  mderule: {
    parse: (text, options) => {
      const formatted = formatText({ path: options.filepath, text });
      if (formatted.blocks === 0) refuse(formatted);
      return formatted;
    },
    astFormat: "mderule",
    locStart: () => 0,
    locEnd: ({ text }) => text.length,
  },
};

export const printers: Readonly<Record<string, Printer<Formatted>>> = {
  mderule: {
    print: ({ node }) => utils.replaceEndOfLine(node.text),
    getVisitorKeys: () => [],
  },
};

/** A file of which nothing can be read is an error, as Prettier knows errors; `mderules fmt` and `check` say more. */
function refuse({ diagnostics }: Formatted): void {
  const [first] = diagnostics.filter(({ severity }) => severity === "error");
  if (first === undefined || first.span.source.text.trim() === "") return;
  const { source, start, end } = first.span;
  const [from, to] = [locate(source, start), locate(source, end)];
  const help = first.help === undefined ? "" : `; ${first.help}`;
  throw Object.assign(new SyntaxError(`${first.code}: ${first.message}${help}`), {
    loc: { start: from, end: to },
  });
}
