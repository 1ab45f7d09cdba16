import { tableOf } from "../text/table.ts";

/** Where a statement stands: which ones may stand there, and how the grammar calls one of them. */
export interface Level {
  /** As part of "is not a statement of ...". */
  readonly where: string;
  readonly rule:
    "loneBlock" | "loneRuleStatement" | "loneApplicationStatement" | "loneScenarioStatement" | "loneStep";
  readonly keywords: readonly string[];
}

export const fileLevel: Level = {
  where: "a file",
  rule: "loneBlock",
  keywords: ["document", "define", "guard", "device", "rule", "application"],
};

/** What stands in the braces of a statement, by the word it begins with. */
export const levels = tableOf<Level>({
  rule: {
    where: "a rule",
    rule: "loneRuleStatement",
    keywords:
      "title covers severity applies guarded each symptom check fix scenario cause note reported report see".split(
        " ",
      ),
  },
  application: {
    where: "an application",
    rule: "loneApplicationStatement",
    keywords:
      "title covers note publisher install uninstall wait detect return requires show logon maximum".split(
        " ",
      ),
  },
  device: { where: "a device", rule: "loneScenarioStatement", keywords: ["given"] },
  scenario: { where: "a scenario", rule: "loneScenarioStatement", keywords: ["given", "expect", "after"] },
  fix: {
    where: "a fix",
    rule: "loneStep",
    keywords: ["set", "run", "wait", "advise", "support", "restart", "powershell"],
  },
});
