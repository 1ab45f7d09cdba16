import eslint from "@eslint/js";
import { noPlainMaps } from "./scripts/no-plain-maps.mjs";
import typescript from "typescript-eslint";

export default typescript.config(
  { ignores: ["dist/", "generated/", "out/", "grammar/*.ohm-bundle.*", "**/golden/**", "**/cases/**"] },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // An index that is known to be there says so with `!`; `noUncheckedIndexedAccess` makes it visible.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // `return report(...)` ends a function with what it has to say, and so it is used here.
      "@typescript-eslint/no-confusing-void-expression": "off",
      // Devices are dictionaries.
      "@typescript-eslint/no-dynamic-delete": "off",
      // A type parameter is how this code says what an untyped library returns.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      // Columns count code points, which is what spreading a text gives.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      // `default: return x satisfies never` is how a switch says that it is exhaustive.
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
      "no-control-regex": "off",
      eqeqeq: "error",
    },
  },
  {
    files: ["src/**/*.ts"],
    rules: { "no-console": "error" },
  },
  {
    // Elsewhere objects are indexed by the slots of a kind's form, which a kind has named.
    files: [
      "coverage",
      "commands",
      "diagnostics",
      "encode",
      "explain",
      "kinds",
      "output",
      "simulate",
      "text",
    ].map((folder) => `src/${folder}/**/*.ts`),
    ignores: ["src/simulate/dictionary.ts"],
    plugins: { mderules: { rules: { "no-plain-maps": noPlainMaps } } },
    rules: { "mderules/no-plain-maps": "error" },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "test", property: "only", message: "It silently skips all other tests of the file." },
      ],
    },
  },
  {
    files: ["**/*.mjs", "**/*.cjs"],
    languageOptions: {
      globals: Object.fromEntries(
        ["Buffer", "URL", "clearTimeout", "console", "process", "require", "setTimeout"].map((name) => [
          name,
          "readonly",
        ]),
      ),
    },
  },
);
