import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Language, type Node, Parser } from "web-tree-sitter";

const require = createRequire(import.meta.url);
await Parser.init();
const grammar = readFileSync(require.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm"));
const parser = new Parser().setLanguage(await Language.load(grammar));

/** What tree-sitter's grammar sees in a script; it works without PowerShell. */
export interface ScriptSyntax {
  /** Where the text is no PowerShell, line by line. */
  readonly errors: readonly string[];
  /** Every command with the parameters that are written out. */
  readonly commands: readonly {
    readonly name: string;
    readonly parameters: readonly string[];
    readonly line: number;
  }[];
  /** Names of types, without brackets. */
  readonly types: readonly { readonly text: string; readonly line: number }[];
  /** `&&` and `||` between commands, with what follows. */
  readonly chains: readonly { readonly text: string; readonly line: number }[];
}

export function scriptSyntax(text: string): ScriptSyntax {
  const tree = parser.parse(text);
  if (tree === null) throw new Error("tree-sitter gave no tree");
  try {
    const root = tree.rootNode;
    const placesOf = (type: string): { text: string; line: number }[] =>
      root.descendantsOfType(type).map((node) => ({ text: node.text, line: lineOf(node) }));
    return {
      errors: errorsOf(root),
      commands: root.descendantsOfType("command").flatMap((node) => {
        const name = node.childForFieldName("command_name");
        if (name === null) return [];
        const elements = node.childForFieldName("command_elements")?.children ?? [];
        const parameters = elements
          .filter(({ type }) => type === "command_parameter")
          .map((child) => child.text);
        return [{ name: name.text, parameters, line: lineOf(node) }];
      }),
      types: placesOf("type_literal").map(({ text, line }) => ({ text: text.slice(1, -1), line })),
      chains: placesOf("pipeline_chain_tail"),
    };
  } finally {
    tree.delete();
  }
}

function errorsOf(node: Node): string[] {
  if (node.isMissing) return [`line ${lineOf(node)}: ${node.type} is missing`];
  if (node.isError) return [`line ${lineOf(node)}: unexpected ${JSON.stringify(node.text.slice(0, 60))}`];
  return node.hasError ? node.children.flatMap(errorsOf) : [];
}

function lineOf(node: Node): number {
  return node.startPosition.row + 1;
}
