// Makes what is derived from other files of the repository and is not kept in it: the grammar as a bundle, the
// templates as functions, the configuration's validator, the version. Does nothing where no input changed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...path) => join(root, ...path);

/** What JSON files are held against, by the name of the function that does it. */
const validators = {
  configuration: "mderules.config",
  device: "device",
  "collected-device": "collected-device",
  ledger: "ledger",
  mutants: "mutants",
  manifest: "manifest",
  plan: "plan",
};

/** Generates what is missing or older than its inputs; true where there was something to do. */
export async function generate() {
  const steps = [
    {
      name: "grammar",
      inputs: ["grammar/mderule.ohm"],
      outputs: ["grammar/mderule.ohm-bundle.js", "grammar/mderule.ohm-bundle.d.ts"],
      make: generateGrammar,
    },
    {
      name: "templates",
      inputs: filesBelow("templates", ".hbs"),
      outputs: ["generated/templates.js", "generated/templates.d.ts"],
      make: generateTemplates,
    },
    ...Object.entries(validators).map(([name, schema]) => ({
      name,
      inputs: [`schemas/${schema}.schema.json`],
      outputs: [`generated/validate-${name}.js`, `generated/validate-${name}.d.ts`],
      make: (files) => generateValidator(files, name),
    })),
    {
      name: "version",
      inputs: ["package.json"],
      outputs: ["generated/version.js", "generated/version.d.ts"],
      make: generateVersion,
    },
  ];
  mkdirSync(at("generated"), { recursive: true });
  const own = [fileURLToPath(import.meta.url), at("package-lock.json")].map((file) => readFileSync(file));
  let worked = false;
  for (const { name, inputs, outputs, make } of steps) {
    const present = inputs.filter((file) => existsSync(at(file)));
    const digest = digestOf([...own, ...present.flatMap((file) => [file, readFileSync(at(file))])]);
    const stamp = at("generated", `.${name}.sha256`);
    const made = outputs.every((file) => existsSync(at(file)));
    if (made && existsSync(stamp) && readFileSync(stamp, "utf8") === digest) continue;
    await make(present);
    replaceFile(stamp, digest);
    worked = true;
  }
  return worked;
}

function generateGrammar([grammar]) {
  const ohm = at("node_modules/@ohm-js/cli/index.js");
  execFileSync(process.execPath, [ohm, "generateBundles", "--esm", "--withTypes", grammar], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/**
 * One module with every template as a function, under its path below templates/ without the extension; each is
 * also a partial of that name. HTML escaping would break scripts, indented partials would break here-strings, and
 * a name that the view does not have is an error. Helpers other than the built-in ones do not exist: decisions are
 * made in views.
 */
async function generateTemplates(files) {
  const { default: Handlebars } = await import("handlebars");
  const specifications = files.map((file) => {
    const name = relative("templates", file).split(sep).join("/").slice(0, -".hbs".length);
    const options = {
      noEscape: true,
      strict: true,
      preventIndent: true,
      knownHelpersOnly: true,
      srcName: file,
    };
    try {
      const { code } = Handlebars.precompile(
        readFileSync(at(file), "utf8").replaceAll("\r\n", "\n"),
        options,
      );
      return `  ${JSON.stringify(name)}: ${code},\n`;
    } catch (error) {
      throw new Error(`${file}: ${error.message}`, { cause: error });
    }
  });
  replaceFile(
    at("generated/templates.js"),
    `// Generated from templates/ by scripts/generate.mjs.
import Handlebars from "handlebars/runtime.js";

const specifications = {
${specifications.join("")}};

const handlebars = Handlebars.create();
const compiled = {};
for (const [name, specification] of Object.entries(specifications)) {
  compiled[name] = handlebars.template(specification);
  handlebars.registerPartial(name, compiled[name]);
}

export const templates = compiled;
`,
  );
  replaceFile(
    at("generated/templates.d.ts"),
    `// Generated from templates/ by scripts/generate.mjs.
/** Every template by its path below templates/, without the extension. */
export const templates: Readonly<Record<string, (view: object) => string>>;
`,
  );
}

/** A JSON Schema as code, so that nothing is compiled at start-up. */
async function generateValidator([schemaFile], name) {
  let code = "export default () => true;\n";
  if (schemaFile !== undefined) {
    const { default: Ajv } = await import("ajv/dist/2020.js");
    const { default: standaloneCode } = await import("ajv/dist/standalone/index.js");
    const ajv = new Ajv.default({
      allErrors: true,
      // With the part of the schema that is not met: it knows the names that were meant.
      verbose: true,
      code: { source: true, esm: true, lines: true },
    });
    code = standaloneCode.default(ajv, ajv.compile(JSON.parse(readFileSync(at(schemaFile), "utf8"))));
  }
  // Ajv asks for its small run-time functions with require; in a module they are imported.
  let imports = "";
  code = code.replaceAll(/require\("(ajv\/dist\/runtime\/[a-z0-9]+)"\)/g, (_, name) => {
    const variable = name.replaceAll(/[^a-z0-9]/g, "_");
    if (!imports.includes(variable)) imports += `import ${variable} from "${name}.js";\n`;
    return variable;
  });
  replaceFile(at(`generated/validate-${name}.js`), imports + code);
  replaceFile(
    at(`generated/validate-${name}.d.ts`),
    `// Generated from ${schemaFile} by scripts/generate.mjs.
interface Problem {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly parentSchema?: {
    readonly title?: string;
    readonly properties?: Readonly<Record<string, unknown>>;
  };
}
declare const validate: { (value: unknown): boolean; readonly errors?: readonly Problem[] | null };
export default validate;
`,
  );
}

function generateVersion() {
  const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  replaceFile(at("generated/version.js"), `export const version = ${JSON.stringify(version)};\n`);
  replaceFile(
    at("generated/version.d.ts"),
    "/** The version of mderules, as package.json has it. */\nexport const version: string;\n",
  );
}

function filesBelow(folder, extension) {
  if (!existsSync(at(folder))) return [];
  return readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

function digestOf(parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

/** Whole or not at all: tests that run at the same time never read half a file. */
function replaceFile(file, text) {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await generate();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
