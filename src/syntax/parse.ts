import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Source, Span } from "../text/source.ts";
import { cutAtStatements } from "./cut-at-statements.ts";
import { explainBeginning, explainFailure, explainFlaw } from "./explain-failure.ts";
import { hiddenCharacters } from "./hidden-characters.ts";
import { fileLevel, type Level, levels } from "./level.ts";
import { limits } from "./limits.ts";
import { placeTree } from "./place-tree.ts";
import { scanStatements } from "./scan.ts";
import type { Flaw, Statement } from "./statement.ts";
import { isStray } from "./scan-blocks.ts";
import { shapeOf } from "./shape.ts";
import type { Block, DamagedBlock, Tree } from "./tree.ts";

/** The tree of a file: every block that can be read, what can be read of the others, and what is wrong with them. */
export function parse(source: Source): Outcome<Tree> {
  const diagnostics: Diagnostic[] = [...hiddenCharacters(source)];
  const blocks: Block[] = [];
  const damaged: DamagedBlock[] = [];
  const span: Span = { source, start: 0, end: source.text.length };
  let above: Statement | undefined;
  let isStrayExplained = false;
  let isEmpty = true;
  let count = 0;
  let notShown = 0;
  for (const statement of scanStatements(source)) {
    isEmpty = false;
    count += 1;
    if (count > limits.blocks) {
      const problem = { what: "the file has too many blocks", limit: limits.blocks };
      diagnostics.push(diagnostic("tooLong", statement.span, problem));
      break;
    }
    if (isStray(statement)) {
      // What stands around it is not what it seems: of a whole run of such lines the first is enough.
      if (!isStrayExplained) diagnostics.push(explainBeginning(statement, fileLevel));
      isStrayExplained = true;
      const block = blocks.at(-1);
      if (above !== undefined && block?.span.start === above.span.start)
        damaged.push(damagedBlock(above, blocks.pop()));
    } else {
      const { nodes, isWhole } = read(statement, fileLevel, diagnostics);
      if (isWhole) blocks.push(...(nodes as Block[]));
      else damaged.push(damagedBlock(statement, nodes[0] as Block | undefined));
      // Of a rule without its opening brace that has been said already.
      isStrayExplained = !isWhole && statement.body === undefined;
    }
    above = statement;
    notShown += Math.max(0, diagnostics.length - limits.mistakes);
    diagnostics.length = Math.min(diagnostics.length, limits.mistakes);
  }
  if (isEmpty) diagnostics.push(diagnostic("emptyFile", { source, start: 0, end: 0 }, {}));
  // A file that is no rule file at all has a mistake on every line.
  if (notShown > 0)
    diagnostics.push(diagnostic("tooManyMistakes", { ...span, start: span.end }, { count: notShown }));
  return { value: { span, blocks, damaged }, diagnostics };
}

interface Read {
  readonly nodes: object[];
  /** Whether nothing of it was wrong. */
  readonly isWhole: boolean;
}

function read(statement: Statement, level: Level, diagnostics: Diagnostic[]): Read {
  const parts = cutAtStatements(statement, level);
  return together(parts.map((part) => readOne(part, level, diagnostics)));
}

function readOne(statement: Statement, level: Level, diagnostics: Diagnostic[]): Read {
  const keyword = /^[a-z]*/.exec(statement.outline.text)![0];
  const inner = levels.get(keyword);
  if (statement.flaws.length > 0) {
    // Where a brace is missing, it is not known what belongs to what.
    const hasBody = !statement.flaws.some(({ kind }) => kind === "unterminated-block");
    for (const flaw of hasBody ? statement.flaws : flawsWithin(statement))
      diagnostics.push(explainFlaw(flaw));
    if (hasBody) readBody(statement, inner, diagnostics);
    return { nodes: [], isWhole: false };
  }
  if (!level.keywords.includes(keyword)) {
    diagnostics.push(explainBeginning(statement, level));
    return { nodes: [], isWhole: false };
  }
  const shape = shapeOf(level.rule, statement.outline.text);
  if (shape === undefined) {
    diagnostics.push(explainFailure(statement, level));
    readBody(statement, inner, diagnostics);
    return { nodes: [], isWhole: false };
  }
  const node = placeTree(shape, statement);
  if (statement.body === undefined || inner === undefined) return { nodes: [node], isWhole: true };
  const { nodes, isWhole } = readBody(statement, inner, diagnostics);
  return { nodes: [{ ...node, [keyword === "fix" ? "steps" : "statements"]: nodes }], isWhole };
}

function readBody({ body }: Statement, level: Level | undefined, diagnostics: Diagnostic[]): Read {
  if (body === undefined || level === undefined) return { nodes: [], isWhole: true };
  return together(body.map((statement) => read(statement, level, diagnostics)));
}

function flawsWithin({ flaws, body }: Statement): readonly Flaw[] {
  return [...flaws, ...(body ?? []).flatMap(flawsWithin)];
}

function together(found: readonly Read[]): Read {
  return { nodes: found.flatMap(({ nodes }) => nodes), isWhole: found.every(({ isWhole }) => isWhole) };
}

function damagedBlock(statement: Statement, block: Block | undefined): DamagedBlock {
  const { source, start, end } = statement.span;
  const [, keyword, name] = /^([\w-]*)(?:[ \t]+(\$?[\w./-]+))?/.exec(source.text.slice(start, end))!;
  const known = fileLevel.keywords.includes(keyword!) ? keyword : suggest(keyword!, fileLevel.keywords);
  return { block, keyword: known ?? keyword!, name, span: statement.span };
}
