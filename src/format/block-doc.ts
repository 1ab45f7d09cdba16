import type { Doc } from "prettier";
import { builders } from "prettier/doc";
import type {
  ApplicationStatement,
  Block,
  FixStatement,
  RuleStatement,
  ScenarioStatement,
  StepNode,
} from "../syntax/tree.ts";
import { clauseDoc, commasDoc, conditionDoc, factsDoc, type StartsPart } from "./expression-doc.ts";
import { qualifierNames } from "./free-tokens.ts";
import type { Token } from "./lex.ts";
import { ignoreComment } from "./outline.ts";
import { between, tokenDoc } from "./token-doc.ts";

const { align, group, hardline, line, lineSuffix } = builders;

type Tokens = readonly Token[];
type Statement = RuleStatement | ApplicationStatement | ScenarioStatement | StepNode;

/** A block of a file. */
export function blockDoc(block: Block, tokens: Tokens): Doc {
  switch (block.kind) {
    case "document":
      return commasDoc(tokens);
    case "guard":
      return block.demands.kind === "text" ? commasDoc(tokens) : namedConditionDoc(block, tokens);
    case "define":
      return namedConditionDoc(block, tokens);
    case "define-value":
      return namedConditionDoc(block, tokens, commasDoc);
    case "device":
    case "rule":
    case "application":
      return [commasDoc(tokens.slice(0, 2)), " ", bodyDoc(block.statements, tokens.slice(2))];
    default:
      return block satisfies never;
  }
}

/** `define NAME: CONDITION`, and what else has a colon. */
function namedConditionDoc(block: Block, tokens: Tokens, layOut = conditionDoc): Doc {
  const place = tokens.findIndex(({ text }) => text === ":");
  const colon = tokens[place]!;
  const condition = tokens.slice(place + 1);
  const head = [commasDoc(tokens.slice(0, place)), tokenDoc(colon)];
  // A condition that its author put below the name stays there.
  const below = block.span.source.text.slice(colon.end, condition[0]!.start).includes("\n");
  const separator = between(colon, condition[0]!, below ? hardline : line);
  return group([head, align(2, [separator, layOut(condition)])]);
}

/** Statements between braces, a line each, their contents in one column; empty lines stay, one at a time. */
function bodyDoc(statements: readonly Statement[], tokens: Tokens): Doc {
  const open = tokens[0]!;
  const close = tokens.at(-1)!;
  const starts = statements.map(({ span }) => tokens.findIndex(({ start }) => start === span.start));
  const column = 1 + Math.max(0, ...statements.map(alignedWidth));
  const entries = statements.flatMap((statement, index) => {
    const own = tokens.slice(starts[index], starts[index + 1] ?? -1);
    const first = own[0]!;
    const { after } = own.at(-1)!;
    const ignored = first.before.at(-1)?.text === ignoreComment && !first.blankBefore;
    const doc = ignored
      ? verbatim(statement, own)
      : statementDoc(statement, withoutOuterComments(own), column);
    const comment = after === undefined ? "" : lineSuffix(` ${after}`);
    return [...commentEntries(first), { doc: [doc, comment], blankBefore: first.blankBefore }];
  });
  entries.push(...commentEntries(close));
  if (entries.length === 0 && open.after === undefined) return [tokenDoc(open), tokenDoc(close)];
  const lines = entries.map(({ doc, blankBefore }, index): Doc => {
    return [hardline, index > 0 && blankBefore ? hardline : "", doc];
  });
  return [tokenDoc(open), align(2, lines), hardline, tokenDoc({ ...close, before: [] })];
}

/** The comments above a statement and the one beside its last line belong to the list: they break nothing in it. */
function withoutOuterComments(tokens: Tokens): Tokens {
  const last = tokens.length - 1;
  return tokens.map((token, index) => ({
    ...token,
    before: index === 0 ? [] : token.before,
    after: index === last ? undefined : token.after,
  }));
}

function commentEntries({ before }: Token): { doc: Doc; blankBefore: boolean }[] {
  return before.map(({ text, blankBefore }) => ({ doc: text, blankBefore }));
}

function verbatim({ span }: Statement, tokens: Tokens): Doc {
  return span.source.text.slice(tokens[0]!.start, tokens.at(-1)!.end);
}

/** The width of a keyword whose content stands in the column of its block, and 0 for any other. */
function alignedWidth(statement: Statement): number {
  switch (statement.kind) {
    case "title":
    case "note":
    case "cause":
    case "advise":
    case "support":
      return statement.kind.length + (statement.language === "fr" ? " fr".length : 0);
    case "after":
    case "return":
    case "platform":
    case "maximum":
    case "wait":
    case "wait-until":
    case "restart":
    case "set":
    case "run":
    case "powershell":
      return 0;
    default:
      return statement.kind.length;
  }
}

function statementDoc(statement: Statement, tokens: Tokens, column: number): Doc {
  const width = alignedWidth(statement);
  const words = "language" in statement && statement.language === "fr" ? 2 : 1;
  const head = commasDoc(tokens.slice(0, words));
  const content = tokens.slice(words);
  const space = width === 0 ? " " : " ".repeat(column - width);
  // A scenario is a block of its own, and what is not in the column hangs from its keyword.
  const indent = statement.kind === "scenario" || width === 0 ? 0 : column;
  return [head, space, align(indent, contentDoc(statement, content))];
}

function contentDoc(statement: Statement, tokens: Tokens): Doc {
  switch (statement.kind) {
    case "note":
      return clauseDoc(tokens, ({ text }) => text === "source");
    case "reported":
      return clauseDoc(tokens, ({ text }, index) => text === "at" && index > 1);
    case "each":
      return align(2, clauseDoc(tokens, startsEventPart(tokens)));
    case "set":
    case "run":
      return align(2, clauseDoc(tokens));
    case "report":
    case "given":
      return factsDoc(tokens);
    case "after":
      return [tokenDoc(tokens[0]!), " ", factsDoc(tokens.slice(1))];
    case "symptom":
    case "check":
    case "detect":
    case "requires":
      return conditionDoc(tokens);
    case "applies":
      return [tokenDoc(tokens[0]!), " ", conditionDoc(tokens.slice(1))];
    case "wait-until":
      // The bound stands where `and` and `or` would.
      return [tokenDoc(tokens[0]!), " ", align("wait ".length, conditionDoc(tokens.slice(1), 0))];
    case "fix":
      return fixDoc(statement, tokens);
    case "scenario":
      return [tokenDoc(tokens[0]!), " ", bodyDoc(statement.statements, tokens.slice(1))];
    default:
      return commasDoc(tokens);
  }
}

/** In `each NAME in data KEY of event ...` what the event is stands together; its qualifiers follow. */
function startsEventPart(tokens: Tokens): StartsPart {
  const of = tokens.findIndex(({ text }, index) => text === "of" && tokens[index - 2]?.text === "data");
  return ({ text }, index) => index > of && qualifierNames.has(text);
}

function fixDoc({ branch, steps }: FixStatement, tokens: Tokens): Doc {
  const open = tokens.findIndex(({ text }) => text === "{");
  if (branch === "always") {
    return open === 0 ? bodyDoc(steps, tokens) : statementDoc(steps[0]!, tokens, alignedWidth(steps[0]!) + 1);
  }
  const body = bodyDoc(steps, tokens.slice(open));
  if (branch === "otherwise") return [tokenDoc(tokens[0]!), " ", body];
  // What is inside a term stands further right than the steps.
  return [tokenDoc(tokens[0]!), " ", conditionDoc(tokens.slice(1, open), 4), " ", body];
}
