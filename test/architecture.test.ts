import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";
import ts from "typescript";
import { test } from "uvu";
import * as assert from "uvu/assert";

/**
 * What a part of src/ may import from others, as ARCHITECTURE.md says it in words: the arrow from text to files.
 * A new folder needs a line here.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  text: [],
  encode: [],
  diagnostics: ["text"],
  syntax: ["grammar", "text", "diagnostics"],
  model: ["text"],
  kinds: ["model", "simulate"],
  simulate: ["model", "kinds", "encode"],
  validate: ["text", "diagnostics", "syntax", "model", "kinds", "simulate"],
  "compile.ts": ["text", "diagnostics", "syntax", "model", "validate"],
  targets: ["text", "model", "kinds", "encode", "generated"],
  coverage: ["text", "diagnostics", "model"],
  format: ["text", "diagnostics", "syntax"],
  explain: ["text", "diagnostics", "model", "simulate", "targets", "coverage"],
  report: ["diagnostics", "model", "encode", "targets", "explain"],
  "import-plan": [],
  output: ["text", "targets", "generated"],
  review: [],
  engine: ["model", "simulate", "encode"],
  prove: ["text", "model", "kinds", "simulate", "encode", "targets", "engine"],
  commands: [
    "text",
    "diagnostics",
    "model",
    "kinds",
    "simulate",
    "validate",
    "compile.ts",
    "targets",
    "output",
    "engine",
    "prove",
    "coverage",
    "format",
    "explain",
    "review",
    "report",
    "import-plan",
    "kinds",
    "generated",
  ],
  "cli.ts": ["commands"],
  "lost-output.ts": ["output"],
  "launcher.ts": ["launch.ts", "lost-output.ts", "generated"],
  "launch.ts": ["commands", "output", "cli.ts", "lost-output.ts", "generated"],
};

/** The only places that touch the disk, processes, the clock or the environment. */
const mayTouchTheWorld = [
  "commands",
  "output",
  "engine",
  "launcher.ts",
  "launch.ts",
  "lost-output.ts",
  "cli.ts",
];
const pureModules = ["node:crypto", "node:path", "node:util", "node:buffer"];

interface SourceFile {
  /** Below the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The folder below src, or the name of a file that lies directly there. */
  readonly part: string;
  /** Where its imports lead: paths below the repository, or names of packages. */
  readonly imports: readonly string[];
}

const sources: SourceFile[] = filesBelow("src").map((path) => {
  const text = readFileSync(path, "utf8");
  const imports = ts
    .preProcessFile(text)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith(".") ? slashed(normalize(join(dirname(path), fileName))) : fileName,
    );
  return { path, text, part: path.split("/")[1]!, imports };
});

test("imports follow the arrow", () => {
  const wrong: string[] = [];
  for (const { path, part, imports } of sources) {
    const allowed = mayImport[part];
    assert.ok(allowed, `say in test/architecture.test.ts what ${path} may import`);
    for (const imported of imports) {
      const [top, inner] = imported.split("/");
      if (top !== "src" && top !== "generated" && top !== "grammar") continue;
      const to = top === "src" ? inner! : top;
      if (to !== part && !allowed.includes(to)) wrong.push(`${path} imports ${imported}`);
    }
  }
  assert.equal(wrong, []);
});

test("no target knows another one", () => {
  const folderOf = (path: string): string | undefined => /^src\/targets\/([^/]+)\//.exec(path)?.[1];
  const wrong = sources.flatMap(({ path, imports }) => {
    const own = folderOf(path);
    if (own === undefined) return [];
    return imports
      .filter((imported) => ![undefined, own, "powershell"].includes(folderOf(imported)))
      .map((imported) => `${path} imports ${imported}`);
  });
  assert.equal(wrong, []);
});

test("only commands, output, engine and the launcher touch disk, processes, clock and environment", () => {
  const wrong: string[] = [];
  for (const { path, text, part, imports } of sources) {
    if (mayTouchTheWorld.includes(part)) continue;
    for (const imported of imports) {
      if (imported.startsWith("node:") && !pureModules.includes(imported))
        wrong.push(`${path} imports ${imported}`);
    }
    for (const used of worldlyUses(path, text)) wrong.push(`${path} uses ${used}`);
  }
  assert.equal(wrong, []);
});

test("nothing depends on the language of the machine", () => {
  const wrong = sources.flatMap(({ path, text }) => {
    const used = /\.(?:localeCompare|toLocale\w+)\(|\bIntl\./.exec(text)?.[0];
    return used === undefined ? [] : [`${path} uses ${used}`];
  });
  assert.equal(wrong, []);
});

test("only src/syntax knows Ohm, only src/targets the templates", () => {
  const wrong = sources.flatMap(({ path, part, imports }) =>
    imports
      .filter(
        (imported) =>
          (imported === "ohm-js" && part !== "syntax") ||
          (imported.startsWith("handlebars") && part !== "targets") ||
          (imported === "generated/templates.js" && part !== "targets"),
      )
      .map((imported) => `${path} imports ${imported}`),
  );
  assert.equal(wrong, []);
});

test("every suite of every test file is run", () => {
  const wrong = filesBelow("test")
    .filter((path) => path.endsWith(".test.ts"))
    .filter((path) => {
      const text = readFileSync(path, "utf8");
      const suites = [...text.matchAll(/^(?:const|let) (\w+) = suite\b/gm)].map(([, name]) => name!);
      const used = /import \{[^}]*\btest\b[^}]*\} from "uvu"/.test(text) ? [...suites, "test"] : suites;
      // A file without a suite of its own hands its cases to a helper; the runner sees whether it ran any.
      return used.some((name) => !new RegExp(`^ *${name}\\.run\\(\\)`, "m").test(text));
    });
  assert.equal(wrong, []);
});

/** Clock, chance, process and timers, where they are used as the globals that they are. */
function worldlyUses(path: string, text: string): string[] {
  const found: string[] = [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const use = `${node.expression.text}.${node.name.text}`;
      if (
        /^(?:process\.(?:env|cwd|argv|stdout|stderr|exit)|performance\.|Math\.random$|Date\.now$)/.test(use)
      ) {
        found.push(use);
      }
    }
    if (
      ts.isNewExpression(node) &&
      node.expression.getText() === "Date" &&
      (node.arguments?.length ?? 0) === 0
    ) {
      found.push("new Date()");
    }
    if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      /^(?:setTimeout|setInterval|fetch|require)$/.test(node.expression.text)
    ) {
      found.push(node.expression.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => slashed(relative(".", join(entry.parentPath, entry.name))))
    .sort();
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}

test.run();
