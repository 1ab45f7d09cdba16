// Rules and applications that encode no document: everything is emitted, and nothing names what is not there.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import { targets } from "../../src/targets/index.ts";

const text = `rule spooler-starts {
  title    "The print spooler starts automatically"
  severity error
  check    service Spooler start is automatic
  fix      set service Spooler start to automatic
}

application spooler-driver {
  title   "The printer driver"
  install "setup.exe /q"
  detect  registry "HKLM\\SOFTWARE\\Contoso" Driver is 1
}

guard none "Made up for a test."
`;
const { value, diagnostics } = compile({ sources: [{ path: "own.mderule", text }], ledgers: [] });
const files = targets.flatMap(({ emit }) => [...emit({ ...value, configuration: {}, version: "0.0.0" })]);

test("a document is optional", () => {
  assert.equal(diagnostics, []);
  assert.ok(files.length > 10);
});

test("no file names a document that is not there", () => {
  for (const { path, content } of files) {
    const written = typeof content === "string" ? content : Buffer.from(content).toString("utf16le");
    assert.not.match(written, /\bundefined\b/, path);
    assert.not.match(written, /^ *(?:Document|Documents|Covers)\b/m, path);
  }
});

test.run();
