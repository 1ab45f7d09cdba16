import { resolve } from "node:path";
import { noColours, terminalColours } from "../diagnostics/colours.ts";
import { type Answer, answerOf } from "../explain/answer.ts";
import { answerJson } from "../explain/answer-json.ts";
import { printable } from "../diagnostics/printable.ts";
import { inHandText, isInHand } from "../explain/in-hand-text.ts";
import { askedOf } from "../explain/asked.ts";
import { findMatches, type Match } from "../explain/find-matches.ts";
import type { Language } from "../explain/language.ts";
import { nearMisses } from "../explain/near-misses.ts";
import { renderAnswer } from "../explain/render-answer.ts";
import { renderList } from "../explain/render-list.ts";
import { subjectsOf } from "../explain/subject.ts";
import { unitPlace } from "../explain/unit-place.ts";
import { wrap } from "../explain/wrap.ts";
import { words } from "../explain/words.ts";
import { planRule } from "../targets/plan.ts";
import { diskErrorReason } from "../output/disk-error.ts";
import { readRegularFile } from "../output/read-regular-file.ts";
import { pastedText } from "./pasted-text.ts";
import { readInput } from "./read-input.ts";
import { readLedgers } from "./read-ledgers.ts";
import { type ReadProgram, readProgram } from "./read-program.ts";
import { jsonLine, reportDiagnostics, reportProblem, usesColours } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

export interface ExplainOptions {
  /** The words of what is asked for. */
  readonly what: readonly string[];
  /** Whether standard input holds more of it. */
  readonly stdin: boolean;
  /** A file that holds more of it. */
  readonly file: string | undefined;
  readonly rules: readonly string[];
  readonly config: string | undefined;
  readonly lang: Language;
  readonly json: boolean;
}

/** How wide a line may be where nobody says how wide the terminal is, and at most. */
const widest = 100;

/** `mderules explain`: what the rulebook knows of an event, an error code, a line of a script ... 1 where nothing. */
export async function explain(
  { what, stdin, file, rules: paths, config, lang, json }: ExplainOptions,
  world: World,
): Promise<ExitCode> {
  const read = await readProgram(paths, config, world.cwd);
  if (read.exitCode !== 0) {
    const { diagnostics, exitCode, showPath } = read;
    reportDiagnostics(diagnostics, { showPath, json, exitCode }, world);
    return exitCode;
  }
  const inputs: Buffer[] = [];
  const input = stdin ? await readInput(world) : undefined;
  if (input !== undefined && "reason" in input)
    return reportProblem({ message: `standard input cannot be read: ${input.reason}` }, json, world);
  if (input !== undefined) inputs.push(input);
  try {
    if (file !== undefined) inputs.push(readRegularFile(resolve(world.cwd, file)));
  } catch (error) {
    const reason = diskErrorReason(error as NodeJS.ErrnoException);
    return reportProblem({ message: `${file} cannot be read: ${reason}` }, json, world);
  }
  const text = [what.join(" "), ...inputs.map(pastedText)].join("\n").trim();
  if (text === "")
    return reportProblem({ message: "say what to explain, for example: sense 15" }, json, world);
  const subjects = subjectsOf(read);
  const asked = askedOf(text, subjects);
  const matches = asked.length === 0 ? [] : findMatches(asked, subjects);
  const inHand = asked.filter(isInHand);
  const said = words[lang];
  const things = inHand.map((each) => inHandText(each, said));
  const open = inHand.filter((each) => findMatches([each], subjects).length === 0);
  const unmatched = open.map((each) => inHandText(each, said));
  const near = matches.length + inHand.length > 0 ? [] : nearMisses(text, subjects);
  const answer = answering(read, lang);
  const exitCode = matches.length > 0 ? 0 : 1;
  if (json) {
    const found = matches.map((match) => answerJson(answer(match), match));
    world.stdout.write(
      jsonLine({ exitCode, asked: text, read: things, unmatched, matches: found, nearMisses: near }),
    );
    return exitCode;
  }
  if (matches.length === 0 && things.length > 0) {
    world.stderr.write(`${said.read(things)}\n${said.noRule(unmatched)}\n`);
    return 1;
  }
  if (matches.length === 0) {
    const [line = ""] = text.split(/[\r\n]/);
    world.stderr.write(`${said.none(line.length > 80 ? `${line.slice(0, 77)}...` : line)}\n`);
    if (near.length > 0) world.stderr.write(`${said.near(near)}\n`);
    return 1;
  }
  const colours = usesColours(world.stdout, world.environment) ? terminalColours : noColours;
  const width = Math.min(Math.max(world.stdout.columns ?? widest, 60), widest);
  const whole = worthTelling(matches);
  if (things.length > 0) {
    const lines = [said.read(things), ...(unmatched.length > 0 ? [said.noRule(unmatched)] : [])];
    const wrapped = lines.flatMap((line) => wrap(printable(line), width));
    world.stdout.write(`${wrapped.join("\n")}\n\n`);
  }
  const answers = whole.map((match) =>
    renderAnswer(answer(match), match.reasons, { language: lang, width, colours }),
  );
  world.stdout.write(answers.join(`\n${colours.faint("\u2500".repeat(width))}\n\n`));
  const others = matches.filter((match) => !whole.includes(match));
  if (others.length > 0) {
    const heading = whole.length > 0 ? `\n${said.related}` : said.mentioned;
    world.stdout.write(`${heading}\n${renderList(others, lang, width)}`);
  }
  return 0;
}

/** What is about all that was asked is told; where nothing is, the two that come nearest are. */
function worthTelling(matches: readonly Match[]): readonly Match[] {
  const direct = matches.filter((match) => match.direct);
  if (direct.length > 0) return direct;
  return matches.length <= 2 ? matches : [];
}

function answering(read: ReadProgram, language: Language): (match: Match) => Answer {
  const ledgers = readLedgers(read.ledgerPaths);
  const titles = new Map(read.rules.map(({ id, title }) => [id, title]));
  return ({ subject }) =>
    answerOf(subject, {
      language,
      plan: (rule) => planRule(rule, read.configuration),
      titleOf: (id) => titles.get(id),
      documentTitleOf: (document) => ledgers.get(document)?.title?.[language],
      placeOf: (document, unit) => unitPlace(unit, ledgers.get(document), language),
      showPath: (reference) =>
        reference.replace(/^(.*)(:\d+)$/, (_, name: string, line: string) => read.showPath(name) + line),
    });
}
