import { requirement } from "../../../src/targets/configmgr/requirement.ts";
import type { Element } from "@xmldom/xmldom";
import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Application } from "../../../src/model/application.ts";
import { carriedByXml } from "../../carried-by-xml.ts";
import { matchesGolden } from "../../golden.ts";
import { parseXml } from "../../parse-xml.ts";
import { proofRuns } from "../../proof-runs.ts";
import { emitted, emittedText, registryAssertion, startSense, startSenseAndWait } from "./sample.ts";

const digest = "http://schemas.microsoft.com/SystemCenterConfigurationManager/2009/AppMgmtDigest";
const rules = "http://schemas.microsoft.com/SystemsCenterConfigurationManager/2009/06/14/Rules";
const desired =
  "http://schemas.microsoft.com/SystemsCenterConfigurationManager/2009/07/10/DesiredConfiguration";
const scope = "ScopeId_00000000-0000-0000-0000-000000000000";

function document(application: Application): Element {
  return parseXml(emittedText(application, "Application.xml")).documentElement!;
}

/** Elements by a path of local names below another, any name space. */
function all(element: Element, path: string): readonly Element[] {
  return path
    .split("/")
    .reduce<Element[]>(
      (found, name) =>
        found.flatMap((parent) => children(parent).filter((child) => child.localName === name)),
      [element],
    );
}

function children(element: Element): Element[] {
  return [...element.childNodes].filter((node): node is Element => node.nodeType === 1);
}

function one(element: Element, path: string): Element {
  const found = all(element, path);
  assert.is(found.length, 1, `${path} is there once`);
  return found[0]!;
}

function argument(element: Element, action: string, name: string): Element {
  const found = all(element, `DeploymentType/Installer/${action}/Args/Arg`).filter(
    (arg) => arg.getAttribute("Name") === name,
  );
  assert.is(found.length, 1, `${action} has ${name} once`);
  return found[0]!;
}

/** An element as text that does not depend on white space between elements or on where a name space is declared. */
function shape(element: Element): unknown {
  const attributes = [...element.attributes]
    .filter(({ name }) => !name.startsWith("xmlns"))
    .map(({ name, value }) => `${name}=${value}`)
    .sort();
  const inner = children(element);
  return [
    element.namespaceURI,
    element.localName,
    attributes,
    inner.length > 0 ? inner.map(shape) : element.textContent,
  ];
}

for (const [name, application] of Object.entries({ startSense, startSenseAndWait })) {
  test(`golden: ${name}`, () => {
    matchesGolden(
      `test/targets/configmgr/golden/${name}/Application.xml`,
      emittedText(application, "Application.xml"),
    );
    matchesGolden(`test/targets/configmgr/golden/${name}/README.md`, emittedText(application, "README.md"));
  });
}

test("the file is UTF-16 as it declares, little endian with a mark", () => {
  const file = emitted(startSense).find(({ role }) => role === "application")!;
  assert.is(file.path, "configmgr/start-sense-on-new-devices/Application.xml");
  assert.instance(file.content, Uint8Array);
  assert.equal([...(file.content as Uint8Array).subarray(0, 4)], [0xff, 0xfe, 0x3c, 0x00]);
  const text = new TextDecoder("utf-16le", { fatal: true }).decode(file.content as Uint8Array);
  assert.match(text, /^<\?xml version="1\.0" encoding="utf-16"\?>\r\n/);
});

test("an application yields its three files, with role, rule and units", () => {
  const own = emitted(startSense).filter(({ rule }) => rule !== undefined);
  assert.equal(
    own.map(({ path, role, rule, target, covers }) => ({ path, role, rule, target, covers })),
    [
      ["Application.xml", "application"],
      ["Import-Application.ps1", "import"],
      ["README.md", "readme"],
    ].map(([name, role]) => ({
      path: `configmgr/start-sense-on-new-devices/${name!}`,
      role,
      rule: "start-sense-on-new-devices",
      target: "configmgr",
      covers: ["new-device-start-sense"],
    })),
  );
});

test("name spaces, ids and places are those of Configuration Manager", () => {
  const root = document(startSense);
  assert.is(root.localName, "AppMgmtDigest");
  assert.is(root.namespaceURI, digest);
  assert.equal(
    children(root).map(({ localName }) => localName),
    ["Application", "DeploymentType"],
  );
  const [application, deploymentType] = children(root) as [Element, Element];
  const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
  assert.match(application.getAttribute("LogicalName")!, new RegExp(`^Application_${uuid}$`));
  assert.match(deploymentType.getAttribute("LogicalName")!, new RegExp(`^DeploymentType_${uuid}$`));
  for (const element of [application, deploymentType])
    assert.is(element.getAttribute("AuthoringScopeId"), scope);
  const reference = one(application, "DeploymentTypes/DeploymentType");
  assert.is(reference.getAttribute("LogicalName"), deploymentType.getAttribute("LogicalName"));
  for (const rule of all(deploymentType, "Requirements/Rule")) assert.is(rule.namespaceURI, rules);
  assert.equal(
    all(deploymentType, "Requirements/Rule/OperatingSystemExpression/Operands/RuleExpression").map(
      (element) => element.getAttribute("RuleId"),
    ),
    startSense.platforms,
  );
});

test("what has to be there, or must not be, is a count of a global condition", () => {
  const [present] = startSense.requirements;
  const read = (application: Application) =>
    all(document(application), "DeploymentType/Requirements/Rule/Expression").map((expression) => [
      one(expression, "Operator").textContent,
      one(expression, "Operands/GlobalSettingReference").getAttribute("Method"),
      one(expression, "Operands/ConstantValue").getAttribute("Value"),
    ]);
  assert.equal(read(startSense), [["NotEquals", "Count", "0"]]);
  const missing = { ...present!, negated: false };
  assert.equal(read({ ...startSense, requirements: [missing], platforms: [] }), [["Equals", "Count", "0"]]);
  assert.equal(
    all(document({ ...startSense, requirements: [], platforms: [] }), "DeploymentType/Requirements"),
    [],
  );
});

test("applications that require the same share a global condition; two that do not, do not", () => {
  const [present] = startSense.requirements;
  const conditions = (application: Application) =>
    application.requirements.map((assertion) => requirement(assertion).condition);
  assert.equal(conditions({ ...startSense, id: "other" }), conditions(startSense));
  assert.not.equal(requirement({ ...present!, negated: false }).condition, conditions(startSense)[0]);
  const long = registryAssertion(String.raw`HKLM\SOFTWARE\Contoso`, "n".repeat(300), { type: "missing" });
  assert.ok(requirement(long).condition.length <= 256);
});

test("titles in both languages; a title only in English has one", () => {
  const infos = (application: Application) =>
    all(document(application), "Application/DisplayInfo/Info").map((info) => [
      info.getAttribute("Language"),
      one(info, "Title").textContent,
    ]);
  assert.equal(infos(startSense), [
    ["en-US", startSense.title.en],
    ["fr-FR", startSense.title.fr],
  ]);
  assert.equal(infos({ ...startSense, title: { en: "Only", fr: undefined } }), [["en-US", "Only"]]);
});

test("the detection method is the registry value, once as elements and once as the text of a whole document", () => {
  const root = document(startSense);
  const body = argument(root, "DetectAction", "MethodBody").textContent!;
  assert.ok(body.startsWith('<?xml version="1.0" encoding="utf-16"?>'));
  const method = parseXml(body).documentElement!;
  assert.is(method.localName, "EnhancedDetectionMethod");
  assert.is(method.namespaceURI, digest);
  assert.equal(
    shape(method),
    shape(one(root, "DeploymentType/Installer/CustomData/EnhancedDetectionMethod")),
  );

  const setting = one(method, "Settings/SimpleSetting");
  assert.is(setting.namespaceURI, desired);
  assert.is(setting.getAttribute("DataType"), "Int64");
  const source = one(setting, "RegistryDiscoverySource");
  assert.is(source.getAttribute("Hive"), "HKEY_LOCAL_MACHINE");
  assert.is(source.getAttribute("Is64Bit"), "true");
  assert.is(
    one(source, "Key").textContent,
    String.raw`SOFTWARE\Microsoft\Windows Advanced Threat Protection\Status`,
  );
  assert.is(one(source, "ValueName").textContent, "OnboardingState");

  const rule = one(method, "Rule");
  assert.is(rule.namespaceURI, rules);
  assert.is(one(rule, "Expression/Operator").textContent, "Equals");
  const reference = one(rule, "Expression/Operands/SettingReference");
  assert.is(reference.getAttribute("LogicalName"), one(root, "Application").getAttribute("LogicalName"));
  assert.is(reference.getAttribute("SettingLogicalName"), setting.getAttribute("LogicalName"));
  const constant = one(rule, "Expression/Operands/ConstantValue");
  assert.equal([constant.getAttribute("Value"), constant.getAttribute("DataType")], ["1", "Int64"]);
});

test("versions and text are compared as such", () => {
  const typeOf = (detect: Application["detect"]) => {
    const rule = one(
      document({ ...startSense, detect }),
      "DeploymentType/Installer/CustomData/EnhancedDetectionMethod/Rule",
    );
    const constant = one(rule, "Expression/Operands/ConstantValue");
    return [
      one(rule, "Expression/Operator").textContent,
      constant.getAttribute("DataType"),
      constant.getAttribute("Value"),
    ];
  };
  const key = String.raw`HKLM\SOFTWARE\Contoso`;
  assert.equal(
    typeOf(registryAssertion(key, "A", { type: "version", text: "1.2.3" }, { operator: "greater-or-equal" })),
    ["GreaterEquals", "Version", "1.2.3"],
  );
  assert.equal(typeOf(registryAssertion(key, "A", { type: "text", text: "x & y" })), [
    "Equals",
    "String",
    "x & y",
  ]);
  assert.equal(typeOf(registryAssertion(key, "A", { type: "integer", value: 7 }, { operator: "less" })), [
    "LessThan",
    "Int64",
    "7",
  ]);
});

test("the command line stands in both places and is the same", () => {
  for (const application of [startSense, startSenseAndWait]) {
    const root = document(application);
    const commandLine = argument(root, "InstallAction", "InstallCommandLine").textContent;
    assert.is(commandLine, one(root, "DeploymentType/Installer/CustomData/InstallCommandLine").textContent);
    if (application.wait === undefined) assert.is(commandLine, application.install);
  }
});

test("an uninstall command has an action of its own; without one there is none", () => {
  assert.equal(all(document(startSense), "DeploymentType/Installer/UninstallAction"), []);
  const root = document({ ...startSense, uninstall: "net stop sense" });
  assert.is(argument(root, "UninstallAction", "InstallCommandLine").textContent, "net stop sense");
  assert.is(
    one(root, "DeploymentType/Installer/CustomData/UninstallCommandLine").textContent,
    "net stop sense",
  );
});

test("return codes: the usual ones and the rule's own, which win; both places agree", () => {
  const root = document({
    ...startSense,
    returnCodes: [
      { code: 2, meaning: "success" },
      { code: 3010, meaning: "failure" },
    ],
  });
  const classes: unknown = Object.fromEntries(
    all(root, "DeploymentType/Installer/CustomData/ExitCodes/ExitCode").map((element) => [
      element.getAttribute("Code"),
      element.getAttribute("Class"),
    ]),
  );
  assert.equal(classes, {
    0: "Success",
    2: "Success",
    1618: "FastRetry",
    1641: "HardReboot",
    1707: "Success",
    3010: "Failure",
  });
  const codes = (name: string) =>
    all(argument(root, "InstallAction", name), "Item").map(({ textContent }) => textContent);
  assert.equal(codes("SuccessExitCodes"), ["0", "1707", "2"]);
  assert.equal(codes("FailureExitCodes"), ["3010"]);
  assert.not.ok(
    emittedText(
      { ...startSense, returnCodes: [{ code: 3010, meaning: "failure" }] },
      "Application.xml",
    ).includes('"RebootExitCodes'),
  );
});

test("user experience", () => {
  const read = (application: Application) => {
    const root = document(application);
    const logon = argument(root, "InstallAction", "RequiresLogOn");
    return {
      mode: argument(root, "InstallAction", "UserInteractionMode").textContent,
      minutes: argument(root, "InstallAction", "MaxExecuteTime").textContent,
      logon: [logon.getAttribute("Type"), logon.textContent],
      installer: all(root, "DeploymentType/Installer/RequiresLogOn").map(({ textContent }) => textContent),
    };
  };
  assert.equal(read(startSense), { mode: "Hidden", minutes: "15", logon: ["String", ""], installer: [] });
  assert.equal(read({ ...startSense, visibility: "normal", logon: "required", maximumMinutes: 60 }), {
    mode: "Normal",
    minutes: "60",
    logon: ["Boolean", "true"],
    installer: ["true"],
  });
  assert.equal(read({ ...startSense, logon: "absent" }).logon, ["Boolean", "false"]);
});

test("ids depend on the application's id alone", () => {
  const ids = (application: Application) =>
    [
      ...emittedText({ ...application, requirements: [] }, "Application.xml").matchAll(
        /\w+_[0-9a-f]{8}-[0-9a-f-]{27}/g,
      ),
    ].map(([id]) => id);
  const other = {
    ...startSense,
    title: { en: "Other", fr: undefined },
    install: "x.exe",
    publisher: "Contoso",
  };
  assert.equal(ids(other), ids(startSense));
  const renamed = ids({ ...startSense, id: "other" }).filter((id) => id !== scope);
  assert.not.ok(renamed.some((id) => ids(startSense).includes(id)));
});

test("any text arrives as that text, in every place, and the document stays whole", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1 }),
    fc.constantFrom("]]>", "</Title>", "&amp;", "{{x}}", `"'<>&`, "\u2019", "a\r\nb", "<!--", "\u0001"),
  );
  fc.assert(
    fc.property(text, text, text, (title, command, value) => {
      const root = document({
        ...startSense,
        title: { en: title, fr: title },
        publisher: title,
        install: command,
        uninstall: `x ${command}`,
        detect: registryAssertion(`HKLM\\SOFTWARE\\${title}`, command, { type: "text", text: value }),
        platforms: [title],
      });
      assert.is(one(root, "Application/Title").textContent, carriedByXml(title));
      assert.is(argument(root, "InstallAction", "InstallCommandLine").textContent, carriedByXml(command));
      const method = parseXml(argument(root, "DetectAction", "MethodBody").textContent!).documentElement!;
      assert.equal(
        shape(method),
        shape(one(root, "DeploymentType/Installer/CustomData/EnhancedDetectionMethod")),
      );
      assert.is(
        one(method, "Settings/SimpleSetting/RegistryDiscoverySource/ValueName").textContent,
        carriedByXml(command),
      );
      assert.is(
        one(method, "Rule/Expression/Operands/ConstantValue").getAttribute("Value"),
        carriedByXml(value),
      );
      const rule = one(
        root,
        "DeploymentType/Requirements/Rule/OperatingSystemExpression/Operands/RuleExpression",
      );
      assert.is(rule.getAttribute("RuleId"), carriedByXml(title));
      assert.is(children(root).length, 2);
    }),
    proofRuns(100),
  );
});

test.run();
