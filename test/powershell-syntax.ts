import type { Node } from "web-tree-sitter";
import { loadPowerShell } from "../src/commands/load-powershell.ts";

const withTree = await loadPowerShell();

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
  return withTree(text, (root) => {
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
  });
}

/**
 * The text that an expression is, read from its tree; an expression of anything but strings and character numbers that
 * are added up throws.
 */
export function textOfExpression(expression: string): string {
  return withTree(expression, (root) => {
    const [only, ...others] = root.namedChildren;
    if (root.hasError || only?.type !== "statement_list" || others.length > 0)
      throw new Error(`not one expression: ${expression}`);
    return partsOf(only).join("");
  });
}

/** Kinds of nodes that only wrap what they hold. */
const wrappers =
  /^(?:statement_list|pipeline|pipeline_chain|parenthesized_expression|\w+_expression|expression_with_unary_operator|(?:string|integer)_literal)$/;

function partsOf(node: Node): string[] {
  if (node.type === "verbatim_string_characters") return [node.text.slice(1, -1).replaceAll("''", "'")];
  if (node.type === "cast_expression") {
    const [, code] = /^\[char\]0x([0-9A-F]{4})$/.exec(node.text) ?? [];
    if (code === undefined) throw new Error(`not a character: ${node.text}`);
    return [String.fromCharCode(Number.parseInt(code, 16))];
  }
  const signs = node.children.filter((child) => !child.isNamed).map(({ type }) => type);
  if (!wrappers.test(node.type) || signs.some((sign) => !"(+)".includes(sign)))
    throw new Error(`more than text: ${node.type} ${node.text}`);
  return node.namedChildren.flatMap(partsOf);
}

/**
 * The tokens of a script in their order, without its comments, and without semicolons, in whose place a line may end;
 * `text` stands for every expression that is but text.
 */
export function codeOfScript(script: string): string[] {
  return withTree(script, (root) => {
    const tokens: string[] = [];
    const cursor = root.walk();
    const visit = (): void => {
      const type = cursor.nodeType;
      if (type === "comment") return;
      if (
        type === "verbatim_string_characters" ||
        (type === "parenthesized_expression" && isText(cursor.currentNode))
      )
        tokens.push("text");
      else if (cursor.gotoFirstChild()) {
        do visit();
        while (cursor.gotoNextSibling());
        cursor.gotoParent();
      } else if (!/^[\s;]*$/.test(cursor.nodeText)) tokens.push(cursor.nodeText);
    };
    visit();
    cursor.delete();
    return tokens;
  });
}

function isText(node: Node): boolean {
  // Nothing else has strings and characters alone; looking at the tree of every expression would take long.
  return /^\('(?:[^']|'')*'(?: \+ (?:'(?:[^']|'')*'|\[char\]0x[0-9A-F]{4}))+\)$/.test(node.text);
}

/** What stands on the top level of a script: `comment`, or the text of a statement. */
export function scriptOutline(text: string): string[] {
  return withTree(text, (root) => {
    if (root.hasError) throw new Error(errorsOf(root).join("; "));
    const outline = (node: Node): string[] =>
      node.type === "statement_list"
        ? node.namedChildren.flatMap(outline)
        : [node.type === "comment" ? "comment" : node.text];
    return root.namedChildren.flatMap(outline);
  });
}

function errorsOf(node: Node): string[] {
  if (node.isMissing) return [`line ${lineOf(node)}: ${node.type} is missing`];
  if (node.isError) return [`line ${lineOf(node)}: unexpected ${JSON.stringify(node.text.slice(0, 60))}`];
  return node.hasError ? node.children.flatMap(errorsOf) : [];
}

function lineOf(node: Node): number {
  return node.startPosition.row + 1;
}
