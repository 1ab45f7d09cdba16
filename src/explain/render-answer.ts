import stringWidth from "fast-string-width";
import type { Colours } from "../diagnostics/colours.ts";
import { printable } from "../diagnostics/printable.ts";
import type { Answer, FixAnswer, ReportedText } from "./answer.ts";
import type { ConditionText } from "./condition-text.ts";
import { errorText } from "./error-text.ts";
import type { Reason } from "./find-matches.ts";
import type { Language } from "./language.ts";
import type { LineStatus } from "../model/line.ts";
import { reasonText } from "./reason-text.ts";
import { type Label, type Words, words } from "./words.ts";
import { wrap } from "./wrap.ts";

export interface RenderOptions {
  readonly language: Language;
  /** Columns that a line may take. */
  readonly width: number;
  readonly colours: Colours;
}

/** An answer for a terminal: its title, and what there is to say under labels in a column. */
export function renderAnswer(answer: Answer, reasons: readonly Reason[], options: RenderOptions): string {
  const { language, width, colours } = options;
  const said = words[language];
  const column = Math.max(...Object.values(said.labels).map((label) => label.length)) + 2;
  const found = rowsOf(answer, reasons, language, width - column).filter(([, texts]) => texts.length > 0);
  const lines = found.flatMap(([label, paragraphs]) => {
    const wrapped = paragraphs.flatMap((row) => rowLines(row, width - column));
    const heading = colours.help(said.labels[label]) + " ".repeat(column - said.labels[label].length);
    return wrapped.map((line, index) => (index === 0 ? heading : " ".repeat(column)) + line);
  });
  const title = wrap(printable(answer.title), width).map((line) => colours.place(line));
  return [...title, colours.faint(kindText(answer, said)), "", ...lines].join("\n") + "\n";
}

function rowLines({ indent, hang, text }: Row, width: number): string[] {
  const lines = wrap(printable(text), width - indent - hang);
  return lines.map((line, index) => " ".repeat(indent + (index > 0 ? hang : 0)) + line);
}

/** `script-event-5 . error . a script repairs it` */
export function kindText({ id, severity, ends }: Answer, said: Words): string {
  const parts = [
    id,
    severity && said.severities[severity],
    ends === undefined ? said.application : said.ends[ends],
  ];
  return parts.filter((part) => part !== undefined).join(" \u00b7 ");
}

/** A paragraph below a label: its first line, and how much further right the others stand. */
interface Row {
  readonly indent: number;
  readonly hang: number;
  readonly text: string;
}

function rowsOf(
  answer: Answer,
  reasons: readonly Reason[],
  language: Language,
  width: number,
): [Label, readonly Row[]][] {
  const said = words[language];
  const lines = reasons.filter((reason) => reason.kind === "line");
  const others = reasons.filter(({ kind }) => kind !== "line" && kind !== "rule");
  const { changes, canUndo, hasScripts } = answer;
  return [
    [
      "line",
      lines.flatMap(({ status, text }) =>
        rows([`${status}${said.colon} ${said.statuses[status as LineStatus]}`, text]),
      ),
    ],
    ["matches", rows(others.map((reason) => reasonText(reason, said)))],
    ["reported", rows(answer.reported.map((reported) => reportedText(reported, said)))],
    ["each", rows([answer.each])],
    ["symptom", answer.symptoms.flatMap((symptom) => conditionRows(symptom, width))],
    ["cause", rows([answer.cause])],
    ["applies", answer.applies === undefined ? [] : conditionRows(answer.applies, width)],
    ["healthy", answer.checks.flatMap((check) => conditionRows(check, width))],
    [answer.kind === "application" ? "install" : "fix", fixRows(answer.fixes, said, width)],
    ["repairs", answer.repairs === undefined ? [] : conditionRows(answer.repairs, width)],
    [
      "changes",
      hasScripts && answer.kind === "rule"
        ? rows(changes.length === 0 ? [said.nothing] : [...changes, canUndo ? said.undo : undefined])
        : [],
    ],
    ["note", answer.notes.flatMap(({ text, source }) => rows([text, source]))],
    ["see", answer.see.map(({ id, title }) => ({ indent: 0, hang: 2, text: `${id} (${title})` }))],
    [
      "document",
      [...rows([answer.documentTitle]), ...answer.units.flatMap(({ section, url }) => rows([section, url]))],
    ],
    ["source", rows([answer.source])],
  ];
}

function rows(texts: readonly (string | undefined)[]): Row[] {
  return texts.flatMap((text) => (text === undefined || text === "" ? [] : [{ indent: 0, hang: 0, text }]));
}

/** A condition, with its outermost terms on lines of their own where it is too long for one. */
function conditionRows(condition: ConditionText, width: number, end = ""): Row[] {
  const whole = condition.join(" ") + end;
  if (condition.length > 1 && stringWidth(whole) <= width) return rows([whole]);
  return condition.map((term, index) => ({
    indent: index === 0 ? 0 : 2,
    hang: index === 0 ? 4 : 2,
    text: term + (index === condition.length - 1 ? end : ""),
  }));
}

function reportedText(reported: ReportedText, said: Words): string {
  if (reported.kind === "state") return said.quote(reported.text);
  const places = reported.places.map((place) => (place === "All" ? said.anywhere : place));
  return said.error(errorText(reported.code), places);
}

/** Branches one after the other; in a run of conditions only the first that holds counts. */
function fixRows(fixes: readonly FixAnswer[], said: Words, width: number): Row[] {
  return fixes.flatMap(({ branch, when, steps }, index) => {
    const above = fixes[index - 1]?.branch;
    const word =
      branch === "otherwise"
        ? said.branches.else
        : above === "when"
          ? said.branches.elseIf
          : said.branches.if;
    const [first = "", ...more] = when ?? [];
    const head =
      branch === "always" ? [] : conditionRows([`${word} ${first}`.trimEnd(), ...more], width, said.colon);
    const texts = steps.map(
      ({ kind, text }) => `- ${kind === "step" ? "" : `${said[kind]}${said.colon} `}${text}`,
    );
    return [...head, ...texts.map((text) => ({ indent: branch === "always" ? 0 : 2, hang: 2, text }))];
  });
}
