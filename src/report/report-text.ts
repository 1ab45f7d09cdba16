import { printable } from "../diagnostics/printable.ts";
import type { Language } from "../explain/language.ts";
import type { FleetReport, RuleReport } from "./fleet-report.ts";
import type { DeviceRecord, State } from "./tally.ts";
import { reportWords, type ReportWords } from "./words.ts";

/** How many names a list on the terminal has before it says how many more there are. */
const mostNames = 10;
/** Undo and -WhatIf are rare: a column of theirs is shown where there is something in it. */
const columns: readonly (State | readonly State[])[] = [
  "unhealthy",
  "failed",
  "manual",
  "restart-needed",
  "unknown",
  "fixed",
  ["healthy", "in-order"],
  "not-applicable",
  "what-if",
  "undone",
  "changed",
  "nothing-to-undo",
];

/** The report for a terminal. */
export function reportText(report: FleetReport, language: Language): string {
  const words = reportWords[language];
  const sections = [
    summary(report, words),
    ruleTable(report.rules, words),
    causes(report.rules, words, language),
    names(words.labels.neverFix, report.rules.filter(({ neverFixed }) => neverFixed).map(triedText)),
    names(words.labels.cameBack, report.rules.filter(({ cameBack }) => cameBack > 0).map(cameBackText)),
    unknowns(report, words),
    names(
      words.labels.silentDevices,
      report.devices.filter(({ answered }) => !answered).map(({ name }) => name),
      words,
    ),
    names(
      words.labels.otherRules,
      report.otherRules.map(({ rule, lines }) => `${rule}: ${lines}`),
      words,
    ),
    changes(report, words),
  ];
  return printable(`${sections.filter((section) => section !== "").join("\n\n")}\n`);
}

/** Everything that is known of one device. */
export function deviceText({ name, time, entries, said }: DeviceRecord, language: Language): string {
  const words = reportWords[language];
  const rows = [...entries].map(([rule, { state, text, cameBack }]) => [
    words.states[state] + (cameBack ? ` (${words.labels.cameBack.toLowerCase()})` : ""),
    rule,
    text,
  ]);
  const lines = [...said.values()].flatMap(({ text }) => text.split("\n").map((line) => `  ${line.trim()}`));
  return printable(
    `${[
      `${name}${time === undefined ? "" : `, ${words.labels.until.toLowerCase()} ${time}`}`,
      ...(entries.size === 0 ? [words.states["no-answer"]] : [table(rows)]),
      ...(lines.length === 0 ? [] : [`${words.labels.said}:\n${lines.join("\n")}`]),
    ].join("\n\n")}\n`,
  );
}

function summary({ totals, until }: FleetReport, { labels, title }: ReportWords): string {
  const rows: [number, string][] = [
    [totals.devices, labels.devices],
    [totals.wrong, labels.wrong],
    [totals.repaired, labels.repaired],
    [totals.waiting, labels.waiting],
    [totals.unknown, labels.cannotTell],
    [totals.silent, labels.silent],
    [totals.lines, labels.lines],
    [totals.otherOutputs, labels.others],
    [totals.unreadableOutputs, labels.unreadable],
  ];
  const shown = rows.filter(([count], index) => index < 7 || count > 0);
  const width = Math.max(...shown.map(([count]) => String(count).length));
  const time = until === undefined ? labels.noTime : `${labels.until} ${until}`;
  return [
    `${title}. ${time}`,
    ...shown.map(([count, label]) => `${String(count).padStart(width)} ${label}`),
  ].join("\n");
}

function ruleTable(rules: readonly RuleReport[], { labels, states }: ReportWords): string {
  const used = columns.filter((column) => rules.some((rule) => countOf(rule, column) > 0));
  const heads = used.map((column) => states[typeof column === "string" ? column : "in-order"]);
  const shown = [...rules].sort((one, other) => openOf(other) - openOf(one));
  return rules.length === 0
    ? ""
    : table(
        [
          [labels.rule, labels.severity, ...heads],
          ...shown.map((rule) => [
            rule.rule,
            rule.severity,
            ...used.map((column) => String(countOf(rule, column) || "-")),
          ]),
        ],
        2,
      );
}

function countOf({ devices }: RuleReport, column: State | readonly State[]): number {
  return [column].flat().reduce((sum, state) => sum + devices[state], 0);
}

function openOf(rule: RuleReport): number {
  return countOf(rule, ["unhealthy", "failed", "manual", "restart-needed"]);
}

function causes(rules: readonly RuleReport[], { labels }: ReportWords, language: Language): string {
  const first = rules.filter((rule) => rule.first > 0).sort((one, other) => other.first - one.first);
  return names(
    labels.causes,
    first.map(({ rule, first: devices, title }) => `${rule}: ${devices} (${title[language] ?? title.en})`),
  );
}

function triedText({ rule, tried }: RuleReport): string {
  return `${rule}: 0/${tried}`;
}

function cameBackText({ rule, cameBack }: RuleReport): string {
  return `${rule}: ${cameBack}`;
}

function unknowns({ unknowns: found }: FleetReport, { labels }: ReportWords): string {
  return names(
    labels.unknowns,
    found.map(({ reason, devices, rules }) => {
      const more = rules.length > 3 ? `, +${rules.length - 3}` : "";
      return `${reason}: ${devices} (${rules.slice(0, 3).join(", ")}${more})`;
    }),
  );
}

function changes({ changes: found }: FleetReport, words: ReportWords): string {
  if (found === undefined) return "";
  const { labels } = words;
  const devices = [
    [labels.newDevices, found.newDevices],
    [labels.goneDevices, found.goneDevices],
    [labels.silentNow, found.silentNow],
  ] as const;
  return [
    `${labels.changes}${found.since === undefined ? "" : `, ${labels.since} ${found.since}`}`,
    table(
      [
        [labels.rule, labels.appeared, labels.gone, labels.stayed],
        ...found.rules.map(({ rule, appeared, gone, stayed }) => [
          rule,
          String(appeared.length),
          String(gone.length),
          String(stayed),
        ]),
      ],
      1,
    ),
    ...devices
      .filter(([, list]) => list.length > 0)
      .map(([label, list]) => `${list.length} ${label}: ${listed(list, words)}`),
  ].join("\n");
}

function names(heading: string, lines: readonly string[], words?: ReportWords): string {
  if (lines.length === 0) return "";
  const more = lines.length - mostNames;
  return [
    heading,
    ...lines.slice(0, mostNames).map((line) => `  ${line}`),
    ...(more > 0 ? [`  +${more} ${(words ?? reportWords.en).labels.more}`] : []),
  ].join("\n");
}

function listed(list: readonly string[], { labels }: ReportWords): string {
  const more = list.length - mostNames;
  return list.slice(0, mostNames).join(", ") + (more > 0 ? `, +${more} ${labels.more}` : "");
}

/** Columns two spaces apart; from the column `right` on they hold numbers. */
function table(rows: readonly (readonly string[])[], right = Infinity): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column >= right
            ? cell.padStart(widths[column]!)
            : column === row.length - 1
              ? cell
              : cell.padEnd(widths[column]!),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
