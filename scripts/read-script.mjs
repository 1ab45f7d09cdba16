// Reads a function of the library by its syntax tree.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { Language, Parser } from "web-tree-sitter";

const require = createRequire(import.meta.url);
// Optimizing the grammar's tables takes seconds, which the process would wait for at its end; they are fast enough.
setFlagsFromString("--liftoff-only");
await Parser.init();
const grammar = readFileSync(require.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm"));
const parser = new Parser().setLanguage(await Language.load(grammar));

/**
 * What a file of the library holds: the name of its function, and each once, sorted, the commands that it calls and
 * the variables that it names, in lower case and without scopes. Throws where it is not one function below a comment.
 */
export function readScript(text, file) {
  const tree = parser.parse(text);
  try {
    const root = tree.rootNode;
    if (root.hasError) throw new Error(`${file} is no PowerShell`);
    // Empty lines stand between functions: so everybody can take a library apart.
    if (/^\s*$/m.test(text)) throw new Error(`${file} has an empty line`);
    const outline = outlineOf(root);
    const functions = outline.filter(({ type }) => type === "function_statement");
    const isOne =
      functions.length === 1 &&
      outline.at(-1) === functions[0] &&
      outline[0].type === "comment" &&
      outline.slice(0, -1).every(({ type }) => type === "comment");
    if (!isOne) throw new Error(`${file} has to be one function with a comment above it`);
    const name = functions[0].descendantsOfType("function_name")[0].text;
    const once = (texts) => [...new Set(texts)].sort();
    const commands = root
      .descendantsOfType("command")
      .flatMap((node) => node.childForFieldName("command_name")?.text ?? [])
      .filter((command) => /^[A-Za-z]+-\w+$/.test(command));
    const variables = root.descendantsOfType("variable").map((node) =>
      node.text
        .replace(/^[$@]\{?/, "")
        .replace(/\}$/, "")
        .replace(/^\w+:/, "")
        .toLowerCase(),
    );
    return { name, commands: once(commands), variables: once(variables) };
  } finally {
    tree.delete();
  }
}

/** What stands on the top level: comments and statements. */
function outlineOf(node) {
  return node.namedChildren.flatMap((child) =>
    child.type === "statement_list" ? outlineOf(child) : [child],
  );
}
