import type { Element } from "@xmldom/xmldom";
import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Rule } from "../../../src/model/rule.ts";
import { carriedByXml } from "../../carried-by-xml.ts";
import { matchesGolden } from "../../golden.ts";
import { parseXml } from "../../parse-xml.ts";
import { proofRuns } from "../../proof-runs.ts";
import { filesOf, fileText, rulesOf, sampleRule, sampleRules } from "./sample-rules.ts";

const desired =
  "http://schemas.microsoft.com/SystemsCenterConfigurationManager/2009/07/10/DesiredConfiguration";
const rulesNamespace = "http://schemas.microsoft.com/SystemsCenterConfigurationManager/2009/06/14/Rules";
const scope = "ScopeId_00000000-0000-0000-0000-000000000000";
const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
const samples = filesOf(sampleRules);

function root(files: ReturnType<typeof filesOf>, path: string): Element {
  return parseXml(fileText(files, path)).documentElement!;
}

function item(rule: Rule): Element {
  return root(filesOf([rule]), `items/${rule.id}/ConfigurationItem.xml`);
}

/** The only element of a path of local names below another, any name space. */
function one(element: Element, path: string): Element {
  return path.split("/").reduce((parent, name) => {
    const found = children(parent).filter((child) => child.localName === name);
    assert.is(found.length, 1, `${name} of ${path} is there once`);
    return found[0]!;
  }, element);
}

function children(element: Element): Element[] {
  return [...element.childNodes].filter((node): node is Element => node.nodeType === 1);
}

const settingPath = "OperatingSystem/Settings/RootComplexSetting/SimpleSetting";
const rulePath = "OperatingSystem/Rules/Rule";

/** Scripts are compared with their own files below; here they would only make the file long. */
function withoutScripts(xml: string): string {
  return xml
    .replace(/(<\w+ScriptBody [^>]*>)[^]*?(?=<\/)/g, "$1...")
    .replace(/content [0-9a-f]{16}:/, "content ...:");
}

test("golden: the files of one item", () => {
  const golden = (path: string, text: string): void => {
    matchesGolden(`test/targets/configmgr/golden/samples/${path}`, text);
  };
  for (const name of ["Discover.ps1", "Remediate.ps1", "Undo.ps1", "README.md"]) {
    golden(`items/start-type/${name}`, fileText(samples, `items/start-type/${name}`));
  }
  const xml = "items/start-type/ConfigurationItem.xml";
  golden(xml, withoutScripts(fileText(samples, xml)));
  for (const path of ["items/long-wait/README.md", "baselines/error/Baseline.xml"]) {
    golden(path, fileText(samples, path));
  }
});

test("the files are UTF-16 as they declare; scripts are ASCII with Windows line ends", () => {
  for (const { path, content } of samples) {
    if (path.endsWith(".xml")) {
      assert.equal([...(content as Uint8Array).subarray(0, 4)], [0xff, 0xfe, 0x3c, 0x00], path);
      const text = new TextDecoder("utf-16le", { fatal: true }).decode(content as Uint8Array);
      assert.match(text, /^<\?xml version="1\.0" encoding="utf-16"\?>\r\n/);
    }
    if (path.endsWith(".ps1")) {
      assert.ok(/^[\t\r\n -~]*$/.test(content as string), path);
      assert.not.ok(/[^\r]\n|\r[^\n]/.test(content as string), path);
    }
  }
});

test("an item has the places and name spaces of Configuration Manager", () => {
  const digest = item(sampleRule("start-type"));
  assert.equal([digest.localName, digest.namespaceURI], ["DesiredConfigurationDigest", desired]);
  const system = one(digest, "OperatingSystem");
  assert.equal(
    children(system).map(({ localName }) => localName),
    ["Annotation", "Parts", "Settings", "Rules", "OperatingSystemDiscoveryRule"],
  );
  assert.is(one(system, "Annotation").namespaceURI, rulesNamespace);
  assert.is(one(system, "OperatingSystemDiscoveryRule").namespaceURI, rulesNamespace);
  const setting = one(digest, settingPath);
  assert.equal([setting.namespaceURI, setting.getAttribute("DataType")], [desired, "String"]);
  const rule = one(digest, rulePath);
  assert.is(rule.namespaceURI, rulesNamespace);
  const reference = one(rule, "Expression/Operands/SettingReference");
  for (const element of [system, reference]) {
    assert.is(element.getAttribute("AuthoringScopeId"), scope);
    assert.match(element.getAttribute("LogicalName")!, new RegExp(`^OperatingSystem_${uuid}$`));
  }
  assert.is(reference.getAttribute("LogicalName"), system.getAttribute("LogicalName"));
  assert.is(reference.getAttribute("Version"), system.getAttribute("Version"));
  assert.is(reference.getAttribute("SettingLogicalName"), setting.getAttribute("LogicalName"));
  assert.match(setting.getAttribute("LogicalName")!, new RegExp(`^ScriptSetting_${uuid}$`));
  assert.match(rule.getAttribute("id")!, new RegExp(`^Rule_${uuid}$`));
});

test("the rule demands the word of a compliant device, and says who may repair", () => {
  for (const [id, severity, repairs] of [
    ["start-type", "Warning", true],
    ["long-wait", "Critical", true],
    ["only-look", "Informational", false],
  ] as const) {
    const digest = item(sampleRule(id));
    const rule = one(digest, rulePath);
    const constant = one(rule, "Expression/Operands/ConstantValue");
    assert.equal(
      [
        one(rule, "Expression/Operator").textContent,
        constant.getAttribute("Value"),
        rule.getAttribute("Severity"),
      ],
      ["Equals", "Compliant", severity],
    );
    assert.is(rule.getAttribute("NonCompliantWhenSettingIsNotFound"), "true");
    const reference = one(rule, "Expression/Operands/SettingReference");
    assert.is(reference.getAttribute("Changeable"), String(repairs));
    const source = one(digest, `${settingPath}/ScriptDiscoverySource`);
    const bodies = children(source).map(({ localName }) => localName);
    assert.equal(bodies, ["DiscoveryScriptBody", ...(repairs ? ["RemediationScriptBody"] : [])]);
  }
});

test("the scripts in the XML are those of the files, to the last line end", () => {
  const source = one(
    root(samples, "items/start-type/ConfigurationItem.xml"),
    `${settingPath}/ScriptDiscoverySource`,
  );
  for (const [body, file] of [
    ["DiscoveryScriptBody", "Discover.ps1"],
    ["RemediationScriptBody", "Remediate.ps1"],
  ] as const) {
    assert.is(one(source, body).textContent, fileText(samples, `items/start-type/${file}`));
  }
});

test("a site that signs its scripts has the signed ones in the XML, each signed once", () => {
  const signed: string[] = [];
  const sign = (path: string, text: string): Uint8Array => {
    signed.push(path);
    return new TextEncoder().encode(`${text}# signature ${signed.length}\r\n`);
  };
  const files = filesOf(sampleRules, { sign });
  const scripts = files.filter(({ path }) => path.endsWith(".ps1"));
  assert.equal(
    signed,
    scripts.map(({ path }) => path),
  );
  const source = one(
    root(files, "items/start-type/ConfigurationItem.xml"),
    `${settingPath}/ScriptDiscoverySource`,
  );
  const discover = scripts.find(({ path }) => path === "configmgr/items/start-type/Discover.ps1")!;
  assert.is(
    one(source, "DiscoveryScriptBody").textContent,
    new TextDecoder().decode(discover.content as Uint8Array),
  );
});

test("ids depend on the rule's id alone, the content's digest on all of it", () => {
  const text = (rule: Rule) => fileText(filesOf([rule]), `items/${rule.id}/ConfigurationItem.xml`);
  const ids = (rule: Rule) => [...text(rule).matchAll(new RegExp(`\\w+[_-]${uuid}`, "g"))].map(([id]) => id);
  const digest = (rule: Rule) => /Version 1 of content ([0-9a-f]{16}):/.exec(text(rule))![1];
  const own = sampleRule("start-type");
  const retitled = { ...own, title: { en: "Other", fr: undefined } };
  assert.equal(ids(retitled), ids(own));
  assert.is.not(digest(retitled), digest(own));
  assert.is(digest(structuredClone(own)), digest(own));
  assert.not.ok(ids({ ...own, id: "other" }).some((id) => ids(own).includes(id)));
});

test("baselines hold the items of their severity, by the names that the items have", () => {
  for (const [severity, id] of [
    ["error", "long-wait"],
    ["warning", "start-type"],
    ["information", "only-look"],
  ] as const) {
    const digest = root(samples, `baselines/${severity}/Baseline.xml`);
    assert.is(digest.namespaceURI, desired);
    const baseline = one(digest, "Baseline");
    assert.match(baseline.getAttribute("LogicalName")!, new RegExp(`^Baseline_${uuid}$`));
    assert.equal(
      children(baseline).map(({ localName }) => localName),
      [
        "Annotation",
        "RequiredItems",
        "ProhibitedItems",
        "OptionalItems",
        "OperatingSystems",
        "SoftwareUpdates",
        "Baselines",
        "OtherConfigurationItems",
      ],
    );
    const references = children(one(baseline, "OperatingSystems"));
    const system = one(root(samples, `items/${id}/ConfigurationItem.xml`), "OperatingSystem");
    assert.equal(
      references.map((reference) => reference.getAttribute("LogicalName")),
      [system.getAttribute("LogicalName")],
    );
  }
});

test("a remediation that waits for long says so: the longest way through the fix", () => {
  const header = (id: string) => fileText(samples, `items/${id}/Remediate.ps1`);
  assert.match(header("long-wait"), /Time:\s+may wait 2 minutes; clients stop scripts after 60 seconds/);
  assert.not.match(header("start-type"), /Time:/);
  assert.match(fileText(samples, "README.md"), "- `long-wait`: 2 minutes");
  const [each] = rulesOf(String.raw`document sample
rule each-service {
  title    "Each service starts"
  covers   start-type
  severity error
  each     name among (DiagTrack, Sense) in data 1 of event 63 from Microsoft-Windows-SENSE in Microsoft-Windows-SENSE/Operational within 7 days
  check    service $name state is running
  fix      set service $name state to running within 30 seconds
}
`);
  assert.match(
    fileText(filesOf([each!]), "items/each-service/README.md"),
    "30 seconds for each thing that events name",
  );
});

test("any text arrives as that text, in every place, and the documents stay whole", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1 }),
    fc.constantFrom(
      "]]>",
      "</DiscoveryScriptBody>",
      "&amp;",
      "{{x}}",
      `"'<>&`,
      "\u2019",
      "a\r\nb",
      "#>",
      "<!--",
    ),
  );
  fc.assert(
    fc.property(text, text, (title, note) => {
      const rule = {
        ...sampleRule("start-type"),
        title: { en: title, fr: title },
        notes: [{ text: { en: note, fr: undefined }, source: note }],
      };
      const files = filesOf([rule]);
      const digest = root(files, "items/start-type/ConfigurationItem.xml");
      const source = one(digest, `${settingPath}/ScriptDiscoverySource`);
      for (const [body, file] of [
        ["DiscoveryScriptBody", "Discover.ps1"],
        ["RemediationScriptBody", "Remediate.ps1"],
      ] as const) {
        const script = fileText(files, `items/start-type/${file}`);
        assert.ok(/^[\t\r\n -~]*$/.test(script));
        // The first comment ends where the help ends.
        assert.is(script.indexOf("#>"), script.search(/^#>/m));
        assert.is(one(source, body).textContent, carriedByXml(script));
      }
      assert.is(children(one(digest, "OperatingSystem")).length, 5);
      assert.ok(/^[\t\r\n -~]*$/.test(fileText(files, "Import-ConfigMgr.ps1")));
      const readme = fileText(files, "items/start-type/README.md");
      assert.equal(
        [...readme.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading),
        ["What it does", "Import", "Pilot", "Go back", "ConfigurationItem.xml"],
      );
    }),
    proofRuns(60),
  );
});

test.run();
