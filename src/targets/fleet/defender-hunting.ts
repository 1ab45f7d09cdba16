import { versionKey } from "../../kinds/windows.ts";
import type { ComparisonOperator } from "../../model/condition.ts";
import type { Literal } from "../../model/value.ts";
import type { DataTest } from "./data-test.ts";
import type { Engine, SeenFact } from "./engine.ts";
import { type Knowledge, unseen } from "./knowledge.ts";
import {
  all,
  always,
  any,
  call,
  column,
  compare,
  type Expression,
  isConstant,
  type Measure,
  never,
  number,
  opposite,
  type Query,
  text,
} from "./kql.ts";

const device = "DeviceId";
/** Advanced hunting keeps 30 days. */
const kept: Expression = call("ago", { kind: "time", seconds: 30 * 86_400 });
const isKept = { stage: "where", condition: compare(column("Timestamp"), ">", kept) } as const;

/**
 * Advanced hunting of Microsoft Defender XDR: what the devices that report have told in 30 days. Columns are documented
 * (schema of DeviceInfo, DeviceRegistryEvents and DeviceTvmSecureConfigurationAssessment). It holds changes of registry
 * values, not the values: one that was not changed, or not recorded, is unknown.
 */
export const defenderHunting: Engine = {
  name: "Advanced hunting",
  file: "AdvancedHunting.kql",
  notes: [
    "Run it: Microsoft Defender portal, Hunting, Advanced hunting. It asks devices that reported in the last 30 days.",
    "Taken for granted: what was recorded last is so still. Advanced hunting records no event logs and not every change.",
  ],
  assumed: {
    DeviceRegistryEvents:
      "the actions RegistryValueSet, RegistryValueDeleted and RegistryKeyDeleted, and numbers in decimal",
    DeviceTvmSecureConfigurationAssessment:
      "the mode of the antivirus as the first item in the context of scid-2010: 0 active, 1 passive, 4 EDR in block mode",
  },
  device,
  limits: { joins: Infinity, characters: Infinity },
  devices: {
    kind: "query",
    table: "DeviceInfo",
    stages: [
      isKept,
      { stage: "where", condition: compare(column("OSPlatform"), "startswith", text("Windows")) },
      {
        stage: "summarize",
        columns: [
          {
            name: "",
            value: call(
              "arg_max",
              column("Timestamp"),
              column("DeviceName"),
              column("OSPlatform"),
              column("OSBuild"),
            ),
          },
        ],
        by: [device],
      },
    ],
  },
  shownAs: "DeviceName",
  stored,
  product,
  key: () => unseen("advanced hunting does not hold which keys are there"),
  events: () => "advanced hunting does not hold event logs",
  errors: () => unseen("advanced hunting does not hold event logs"),
  other,
};

function stored(key: string, name: string, test: DataTest): Knowledge {
  if (key === versionKey && name === "CurrentBuildNumber") return buildIs(test);
  const path = key.replace(/^HKLM\\/i, () => "HKEY_LOCAL_MACHINE\\");
  const source: Query = { kind: "query", table: "DeviceRegistryEvents", stages: [isKept] };
  const isKey = compare(column("RegistryKey"), "=~", text(path));
  const isValue = all([isKey, compare(column("RegistryValueName"), "=~", text(name))]);
  const isSet = compare(column("ActionType"), "==", text("RegistryValueSet"));
  const holds = dataHolds(column("RegistryValueData"), test);
  const last = (condition: Expression): Measure => ({
    kind: "measure",
    source,
    aggregate: call("maxif", column("Timestamp"), condition),
  });
  const set = last(all([isValue, isSet, holds]));
  const gone = any([
    ...(isConstant(holds, true) ? [] : [all([isValue, isSet, opposite(holds)])]),
    all([isValue, compare(column("ActionType"), "==", text("RegistryValueDeleted"))]),
    all([isKey, compare(column("ActionType"), "==", text("RegistryKeyDeleted"))]),
  ]);
  const lost = last(gone);
  const isNewer = (one: Measure, other: Measure): Expression =>
    all([call("isnotnull", one), any([call("isnull", other), compare(one, ">", other)])]);
  return { yes: isNewer(set, lost), no: isNewer(lost, set), unseen: ["no change of the value is recorded"] };
}

function dataHolds(data: Expression, test: DataTest): Expression {
  switch (test.kind) {
    case "present":
      return always;
    case "is":
      return compare(data, "=~", text(test.text));
    case "contains":
      return compare(data, "contains", text(test.text));
    case "below":
      return compare(call("tolong", data), "<", number(test.bound));
    case "not-below":
      return compare(call("tolong", data), ">=", number(test.bound));
    default:
      return test satisfies never;
  }
}

/** OSBuild, which every report of a device names. */
function buildIs(test: DataTest): Knowledge {
  const build = column("OSBuild");
  const told = (condition: Expression): Knowledge => ({
    yes: condition,
    no: opposite(condition),
    unseen: ["the build was not reported"],
  });
  switch (test.kind) {
    case "present":
      return told(call("isnotnull", build));
    case "is":
      return told(compare(build, "==", number(Number(test.text))));
    case "below":
      return told(compare(build, "<", number(test.bound)));
    case "not-below":
      return told(compare(build, ">=", number(test.bound)));
    case "contains":
      return unseen("the build is a number");
    default:
      return test satisfies never;
  }
}

/** A platform is of a server or of a client; sessions for several users (WVD) are a client's edition of a server. */
function product(names: readonly string[]): Knowledge {
  const platform = column("OSPlatform");
  const isServer = any([
    compare(platform, "startswith", text("WindowsServer")),
    compare(platform, "endswith", text("WVD")),
  ]);
  const isClient = call("in~", platform, ...clients.map((one) => text(one)));
  const wants = (name: string): boolean => names.includes(name);
  const [server, controller] = [wants("server"), wants("domain-controller")];
  const platforms = [
    { isSo: isClient, yes: wants("client"), no: !wants("client") },
    // It does not tell a server from a domain controller.
    { isSo: isServer, yes: server && controller, no: !server && !controller },
  ];
  return {
    yes: any(platforms.filter(({ yes }) => yes).map(({ isSo }) => isSo)),
    no: any(platforms.filter(({ no }) => no).map(({ isSo }) => isSo)),
    unseen: ["the platform does not tell what the device is"],
  };
}

const clients = ["Windows11", "Windows10", "Windows8Blue", "Windows8", "Windows7"];

function other(fact: SeenFact, _operator: ComparisonOperator, literal: Literal): Knowledge {
  if (fact.kind !== "defender" || fact.property !== "mode")
    return unseen(`advanced hunting does not hold ${fact.text}`);
  const source: Query = {
    kind: "query",
    table: "DeviceTvmSecureConfigurationAssessment",
    stages: [
      { stage: "where", condition: compare(column("ConfigurationId"), "==", text("scid-2010")) },
      {
        stage: "extend",
        columns: [
          { name: "Mode", value: call("tostring", first(first(call("parse_json", column("Context"))))) },
        ],
      },
    ],
  };
  const count = (condition: Expression): Measure => ({
    kind: "measure",
    source,
    aggregate: call("countif", condition),
  });
  const some = (condition: Expression): Expression => compare(count(condition), ">", number(0));
  const mode = column("Mode");
  const reasons = ["the antivirus of the device was not assessed, or is in a passive mode"];
  const known = Object.values(modes).map((one) => compare(mode, "==", text(one)));
  const wanted = literal.type === "word" ? modes[literal.word] : undefined;
  if (wanted === undefined) return { yes: never, no: some(any(known)), unseen: reasons };
  const isSo = compare(mode, "==", text(wanted));
  return { yes: some(isSo), no: some(all([any(known), opposite(isSo)])), unseen: reasons };
}

function first(of: Expression): Expression {
  return { kind: "member", of, key: 0 };
}

/** The modes that the assessment tells apart from all others. */
const modes: Readonly<Record<string, string>> = { normal: "0", "edr-block": "4" };
