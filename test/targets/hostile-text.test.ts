import { join } from "node:path";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import { runJobs } from "../../src/engine/engine.ts";
import type { Rule } from "../../src/model/rule.ts";
import { proveDevices } from "../../src/prove/prove-devices.ts";
import { describeDevice } from "../../src/simulate/describe-device.ts";
import type { Device } from "../../src/simulate/device.ts";
import { evaluate } from "../../src/simulate/evaluate.ts";
import { repair } from "../../src/simulate/repair.ts";
import { targets } from "../../src/targets/index.ts";
import type { OutputFile, Program } from "../../src/targets/target.ts";
import { asciiText } from "../../src/encode/ascii.ts";
import { carriedByXml } from "../carried-by-xml.ts";
import {
  deceptiveTexts,
  everyPiece,
  harmlessTexts,
  type HostileTexts,
  hostileSource,
  hostileTexts,
  keyOf,
} from "../hostile-rule.ts";
import { parseXml } from "../parse-xml.ts";
import { codeOfScript, scriptSyntax } from "../powershell-syntax.ts";
import { proofRuns } from "../proof-runs.ts";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";
import { runImports } from "./configmgr/run-imports.ts";
import { powerShellTest } from "../power-shell.ts";

// Text is never code: whatever stands in the strings of a rule file arrives as that text in what every target emits, and
// makes nothing else of it.

/** The program of rule files with these texts, which have to be right. */
function programOf(all: readonly HostileTexts[]): Program {
  const { value, diagnostics } = compile({
    sources: all.map((texts, index) => ({
      path: `rules/${index}.mderule`,
      text: hostileSource(texts, index),
    })),
    ledgers: [{ document: "manual", units: [{ unit: "unit-a" }] }],
  });
  assert.equal(
    diagnostics.map(({ message, span }) => `${span.source.text.slice(span.start, span.end)}: ${message}`),
    [],
  );
  return { ...value, configuration: {}, version: "0.1.0" };
}

function filesOf(program: Program): Map<string, OutputFile> {
  return new Map(targets.flatMap((target) => [...target.emit(program)]).map((file) => [file.path, file]));
}

function textOf({ content }: OutputFile): string {
  if (typeof content === "string") return content;
  return Buffer.from(content)
    .toString("utf16le")
    .replace(/^\uFEFF/, "");
}

test("what is written in a rule file is what the model holds", () => {
  const check = (texts: HostileTexts): void => {
    const { rules, applications } = programOf([texts]);
    const [rule] = rules;
    const { titles, cause, note, noteSource, advice, names, wanted, found, data } = texts;
    const phrase = ([en, fr]: readonly [string, string]) => ({ en, fr });
    assert.equal(rule!.title, phrase(titles));
    assert.equal(rule!.cause, phrase(cause));
    assert.equal(rule!.notes, [{ text: phrase(note), source: noteSource }]);
    assert.equal(rule!.reported, [{ kind: "state", text: texts.reported }]);
    const steps = rule!.fixes.flatMap((branch) => branch.steps);
    assert.equal(
      steps.flatMap((step) => ("text" in step ? [step.text] : [])),
      [phrase(advice), { en: texts.support, fr: undefined }],
    );
    assert.equal(
      steps
        .flatMap((step) => (step.kind === "set" && step.fact.kind === "registry" ? [step] : []))
        .map(({ fact: { slots }, value }) => ({ slots, value })),
      [1, 2].map((place) => ({
        slots: { key: { type: "text", text: keyOf(texts) }, name: { type: "text", text: names[place] } },
        value: { type: "text", text: wanted[place] },
      })),
    );
    const [scenario] = rule!.scenarios;
    assert.is(scenario!.name, texts.scenario);
    assert.equal(scenario!.given[0]!.event!.data, data);
    assert.equal(scenario!.given[3]!.value, { type: "text", text: found[0] });
    const { title, publisher, install, uninstall, platforms } = applications[0]!;
    assert.equal(title, phrase(texts.applicationTitles));
    assert.equal(
      [publisher, install, uninstall, ...platforms],
      [texts.publisher, texts.install, texts.uninstall, texts.platform],
    );
  };
  [everyPiece(), deceptiveTexts].forEach(check);
  fc.assert(fc.property(hostileTexts, check), proofRuns(30));
});

/** Only what is not printed as it stands is given in a form that is. */
function withoutShown(tokens: readonly string[]): string[] {
  return tokens.filter((token, place) => token !== "-Shown" && tokens[place - 1] !== "-Shown");
}

test("every script is the one of harmless text, but for its strings and comments", () => {
  const code = (files: Map<string, OutputFile>): Map<string, readonly string[]> => {
    const known = new Map<string, readonly string[]>();
    const scripts = [...files].filter(([path]) => path.endsWith(".ps1"));
    const entries = scripts.map(([path, file]): [string, readonly string[]] => {
      const script = textOf(file);
      assert.match(script, /^[\r\n -~]*$/, path);
      // The same script lies in the layouts of several tools.
      if (!known.has(script)) {
        assert.equal(scriptSyntax(script).errors, [], path);
        known.set(script, withoutShown(codeOfScript(script)));
      }
      return [path, known.get(script)!];
    });
    return new Map(entries);
  };
  const harmless = new Map<string, Map<string, readonly string[]>>();
  // What is compared with a text that holds a variable is another question to ConstrainedLanguage.
  const plainOf = ({ wanted, found }: HostileTexts): Map<string, readonly string[]> => {
    const plain = (text: string, harmlessText: string): string =>
      /%[^%]+%/.test(text) ? `%${harmlessText}%` : harmlessText;
    const texts: HostileTexts = {
      ...harmlessTexts,
      wanted: [
        plain(wanted[0], harmlessTexts.wanted[0]),
        plain(wanted[1], harmlessTexts.wanted[1]),
        plain(wanted[2], harmlessTexts.wanted[2]),
      ],
      found: [plain(found[0], harmlessTexts.found[0]), harmlessTexts.found[1], harmlessTexts.found[2]],
    };
    const key = JSON.stringify(texts);
    const known = harmless.get(key) ?? code(filesOf(programOf([texts])));
    harmless.set(key, known);
    return known;
  };
  assert.ok(plainOf(harmlessTexts).size > 15);
  const check = (texts: HostileTexts): void => {
    const plain = plainOf(texts);
    const found = code(filesOf(programOf([texts])));
    assert.equal([...found.keys()], [...plain.keys()]);
    for (const [path, tokens] of found) {
      const expected = plain.get(path)!;
      const first = tokens.findIndex((token, place) => token !== expected[place]);
      const around = (all: readonly string[]): string => all.slice(first - 10, first + 10).join(" ");
      if (first !== -1 || tokens.length !== expected.length)
        assert.unreachable(`${path}: ${around(tokens)}\ninstead of ${around(expected)}`);
    }
  };
  [everyPiece(), deceptiveTexts].forEach(check);
  fc.assert(fc.property(hostileTexts, check), proofRuns(2));
});

test("JSON and XML hold the texts", () => {
  const check = (texts: HostileTexts): void => {
    const files = filesOf(programOf([texts]));
    for (const [path, file] of files) {
      if (path.endsWith(".json")) JSON.parse(String(file.content));
      if (path.endsWith(".xml")) parseXml(textOf(file));
    }
    const json = (path: string): unknown => JSON.parse(String(files.get(path)!.content));
    const xml = (path: string) => parseXml(textOf(files.get(path)!));
    const { titles, cause, advice, support, names, wanted } = texts;
    const { Rules: rules } = json("intune/compliance/rules.json") as {
      Rules: { RemediationStrings: { Title: string; Description: string }[] }[];
    };
    assert.equal(
      rules[0]!.RemediationStrings.map(({ Title, Description }) => [Title, Description]),
      [0, 1].map((place) => [titles[place], [...new Set([cause[place], advice[place], support])].join(" ")]),
    );
    const { description } = json("intune/hostile-0/deviceHealthScript.json") as { description: string };
    assert.ok(description.startsWith(asciiText(titles[0]).slice(0, 900)));

    const item = xml("configmgr/items/hostile-0/ConfigurationItem.xml");
    for (const [name, element] of [
      ["Discover", "DiscoveryScriptBody"],
      ["Remediate", "RemediationScriptBody"],
    ] as const) {
      const script = textOf(files.get(`configmgr/items/hostile-0/${name}.ps1`)!);
      assert.is(item.getElementsByTagName(element)[0]!.textContent, script);
    }

    const application = xml("configmgr/hostile-application-0/Application.xml");
    const contents = new Set(
      [...application.getElementsByTagName("*")].map(({ textContent }) => textContent),
    );
    const attributes = new Set(
      [...application.getElementsByTagName("*")].flatMap((element) =>
        [...element.attributes].map(({ value }) => value),
      ),
    );
    for (const text of [...texts.applicationTitles, texts.publisher, texts.install, texts.uninstall])
      assert.ok(contents.has(carriedByXml(text)), `${text} is not in Application.xml`);
    for (const text of [keyOf(texts).replace(/^HKLM\\/, ""), names[0]])
      assert.ok(contents.has(text) || attributes.has(text), `${text} is not in Application.xml`);
    for (const text of [wanted[0], texts.platform])
      assert.ok(attributes.has(text), `${text} is not in an attribute`);
  };
  [everyPiece(), deceptiveTexts].forEach(check);
  fc.assert(fc.property(hostileTexts, check), proofRuns(10));
});

/** The device of a rule's scenario; the second datum of an event has the name that the rule asks for. */
function deviceOf(rule: Rule, texts: HostileTexts): Device {
  const device = describeDevice(rule.scenarios[0]!);
  for (const { data } of device.events) if (data[1] !== undefined) data[1].name = texts.dataName;
  return device;
}

powerShellTest("on a device the scripts do what the rule means, whatever its texts are", async () => {
  // One engine runs them all.
  const { seed } = proofRuns(2);
  const all = [everyPiece(), deceptiveTexts, ...fc.sample(hostileTexts, proofRuns(2))];
  const program = programOf(all);
  const textsOf = ({ id }: Rule): HostileTexts => all[Number(/\d+$/.exec(id)![0])]!;
  const proofs = await proveDevices(
    program,
    (rule) => {
      const device = deviceOf(rule, textsOf(rule));
      return [
        { name: "as in the scenario", device },
        { name: "repaired", device: repair(rule, device).device },
      ];
    },
    [{ languageMode: "FullLanguage", culture: "fr" }],
  );
  for (const { rule, verdicts, violations } of proofs) {
    const message = `${rule.id}, seed ${seed}`;
    assert.equal(violations, [], message);
    assert.is(verdicts.unknown + verdicts["not-applicable"], 0, message);
    // Generated texts may happen to be what is wanted.
    if (/-[01]$/.test(rule.id)) assert.is(verdicts.unhealthy, 1, message);
  }
});

powerShellTest("the reports of triage and compliance name the texts", async () => {
  const all = [everyPiece(), deceptiveTexts];
  const program = programOf(all);
  const files = filesOf(program);
  const devices = all.map((texts, index) => deviceOf(program.rules[index * 2]!, texts));
  const run = (path: string, parameters: Record<string, boolean> = {}) => ({
    script: { text: textOf(files.get(path)!) },
    parameters,
  });
  const results = await runJobs(
    devices.map((device) => ({
      device,
      runs: [run("triage/Test-MdeOnboarding.ps1", { Json: true }), run("intune/compliance/Discover.ps1")],
    })),
  );
  for (const [index, device] of devices.entries()) {
    const [triage, compliance] = results[index]!;
    const { rules } = JSON.parse(triage!.stdout.join("\n")) as { rules: Record<string, string>[] };
    assert.equal(
      rules.map(({ Rule, Title, Status }) => [Rule, Title, Status]),
      program.rules.map((rule) => [
        rule.id,
        asciiText(rule.title.en),
        evaluate(rule, device).verdict.toUpperCase(),
      ]),
    );
    const own = rules[index * 2]!;
    const { advice, support } = all[index]!;
    assert.is(own["Advice"], [...new Set([advice[0], support].map(asciiText))].join(" "));
    assert.equal(
      JSON.parse(compliance!.stdout.join("\n")),
      Object.fromEntries(
        program.rules
          .filter(({ severity }) => severity === "error")
          .map((rule) => [`mderules-${rule.id}`, evaluate(rule, device).verdict !== "unhealthy"]),
      ),
    );
  }
});

powerShellTest("an application arrives in a site with its texts", () => {
  const all = [everyPiece(), deceptiveTexts, ...fc.sample(hostileTexts, proofRuns(3))];
  const files = filesOf(programOf(all));
  const folder = temporaryFolder();
  const found = runImports(
    Object.fromEntries(
      all.map((_, index) => {
        const name = `hostile-application-${index}`;
        writeFiles(folder, {
          [`${name}.ps1`]: textOf(files.get(`configmgr/${name}/Import-Application.ps1`)!),
        });
        return [name, { script: join(folder, `${name}.ps1`), steps: [{}] }];
      }),
    ),
  );
  for (const [index, texts] of all.entries()) {
    const [step] = found[`hostile-application-${index}`]!;
    assert.is(step!.failure?.slice(-300), undefined);
    const [application] = step!.applications;
    assert.is(application!.name, texts.applicationTitles[0]);
    assert.is(application!.publisher, texts.publisher);
    assert.equal(Object.values(application!.titles), texts.applicationTitles);
    const [type] = application!.deploymentTypes;
    assert.is(type!["install"], texts.install);
    assert.is(type!["uninstall"], texts.uninstall);
  }
});

test.run();
