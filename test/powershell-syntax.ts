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
  const parts = node.text.replace(/'(?:[^']|'')*'/g, "T").replace(/\[char\]0x[0-9A-F]{4}/g, "T");
  return /^\([\s()T+]+\)$/.test(parts) && parts.includes("+");
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

/** What a rule block may hold besides calls: literals, tables and lists of them, blocks, and `-and` or `-or` between calls. */
const literalNodes = new Set(
  `program statement_list pipeline pipeline_chain logical_expression bitwise_expression comparison_expression
  additive_expression multiplicative_expression format_expression range_expression array_literal_expression
  unary_expression assignement_operator string_literal verbatim_string_characters array_expression
  hash_literal_expression hash_literal_body hash_entry key_expression simple_name integer_literal
  decimal_integer_literal hexadecimal_integer_literal script_block_expression script_block script_block_body
  command_elements command_argument_sep command_parameter parenthesized_expression function_statement function_name
  expression_with_unary_operator cast_expression type_literal type_spec type_name type_identifier empty_statement
  left_assignment_expression`.split(/\s+/),
);
const literalTokens = /^(?:[\s`]*|[@$]?[([{]|[)\]},;=+]|-and|-or|-|function|\$_)$/;
// What an undo was before, and what the fix made besides, the library gives.
const literalVariables = /^\$(?:null|true|_|Each|before|made|env:\w+)$/;

/**
 * What the block of a rule, from its first assignment on, holds besides literals, functions that are definitions, and
 * calls of these and of `library`; of what an author wrote, marked by Invoke-AuthorStep, nothing is said.
 */
export function strangersInBlock(block: string, library: ReadonlySet<string>): string[] {
  return withTree(block, (root) => {
    const own = new Set(root.descendantsOfType("function_name").map(({ text }) => text));
    const found = errorsOf(root);
    const visit = (node: Node, depth: number): void => {
      const { type, text } = node;
      const stranger = (): void => {
        found.push(`line ${lineOf(node)}: ${type} ${JSON.stringify(text.slice(0, 60))}`);
      };
      if (type === "comment") return;
      if (type === "command") {
        const name = node.childForFieldName("command_name")?.text ?? "";
        if (name === "Invoke-AuthorStep") return;
        if (!library.has(name) && !own.has(name)) stranger();
      } else if (type === "assignment_expression") {
        // Only whole values have names, on the top level.
        if (depth > 3 || !/^\$(?:rules?|events|queries|facts) =/.test(text)) stranger();
        for (const child of node.namedChildren.slice(1)) visit(child, depth + 1);
        return;
      } else if (type === "variable") {
        if (!literalVariables.test(text)) stranger();
      } else if (type === "type_identifier") {
        if (!["version", "char"].includes(text)) stranger();
      } else if (
        node.isNamed ? !literalNodes.has(type) && type !== "command_name" : !literalTokens.test(text)
      ) {
        stranger();
      }
      for (const child of node.children) visit(child, depth + 1);
    };
    visit(root, 0);
    return found;
  });
}
