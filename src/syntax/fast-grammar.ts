import { pexprs } from "ohm-js";
import grammar from "../../grammar/mderule.ohm-bundle.js";
import { type Expression, firstCharacters, type Rules } from "./first-characters.ts";

/**
 * The grammar for reading what is right, several times as fast as Ohm alone. It is made of the plain one, in three
 * ways that change no result: words, texts and comments are taken in one step where Ohm takes them letter by letter;
 * a rule that cannot begin with the next character is not tried; and nothing is remembered of rules that were
 * tried, because no stretch of this language is worth trying twice. It cannot say what it expected: what is wrong
 * is explained with the plain grammar. test/syntax/fast-grammar.test.ts holds the two against each other.
 */
export const fastGrammar = Object.create(grammar) as typeof grammar;

/** The grammar's smallest rules as regular expressions. Where an action looks at parts, a group stands for each. */
const wordEnd = "(?![A-Za-z0-9_.-])";
const comment = "//[^\\u0000-\\u0008\\u000a-\\u001f]*";
const inLine = '[^"\\u0000-\\u0008\\u000a-\\u001f]*';
const lexemes: Readonly<Record<string, string>> = {
  sp: "[ \\t]+",
  ospace: "[ \\t]*",
  comment,
  gap: `(?:[ \\t\\n]+|\\r\\n|${comment})*`,
  onto: `(?:[ \\t\\n]+|\\r\\n|${comment})+`,
  word: "[A-Za-z_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*",
  reserved: `(?:is|contains|to|and|or|not|where|within|from|in|level|as|aged|with)${wordEnd}`,
  qualifierName: `(?:from|in|within|level|as|aged|with)${wordEnd}`,
  version: `[0-9]+(?:\\.[0-9]+)+${wordEnd}`,
  duration: `([0-9]+)([ \\t]+)((?:second|minute|hour|day)s?)${wordEnd}`,
  number: `(?:0x[0-9A-Fa-f]+|-?[0-9]+)${wordEnd}`,
  text_line: `(")(${inLine}(?:""${inLine})*)(")(?!")`,
  text_block: '(""")([^"]*(?:"(?!"")[^"]*)*)(""")',
};

/** What this uses of a match beyond Ohm's published types. */
interface State {
  readonly input: string;
  readonly inputStream: { pos: number };
  readonly _posStack: number[];
  readonly eval: (expression: Expression) => boolean;
  readonly pushBinding: (node: object, position: number) => void;
}
type Evaluation = (state: State) => boolean;
const Terminal = pexprs.Terminal as unknown as new (
  text: string,
) => Expression & { readonly eval: Evaluation };

const plainRules = (grammar as unknown as { readonly rules: Rules }).rules;
const fastRules = Object.create(plainRules) as Rules;
Object.defineProperty(fastGrammar, "rules", { value: fastRules });
for (const [name, rule] of Object.entries(plainRules)) {
  const expression = lexemes[name];
  const body = expression === undefined ? quicken(rule.body) : lexeme(new RegExp(expression, "y"), rule.body);
  fastRules[name] = { ...rule, body };
}

/** An expression like another one, except for what is given. White space is explicit in this grammar. */
function like(expression: Expression, own: object): Expression {
  const copy = Object.create(Object.getPrototypeOf(expression) as object) as Expression;
  return Object.assign(copy, expression, { allowsSkippingPrecedingSpace: () => false }, own);
}

/** An expression in which every rule is applied in the quick way. */
function quicken(expression: Expression): Expression {
  const { terms, factors, expr, ruleName } = expression;
  if (ruleName !== undefined) return like(expression, { eval: application(expression, ruleName) });
  if (terms !== undefined) return like(expression, { terms: terms.map(quicken) });
  if (factors !== undefined) return like(expression, { factors: factors.map(quicken) });
  return like(expression, expr === undefined ? {} : { expr: quicken(expr) });
}

/** Applies a rule, if it can begin with the next character. */
function application(expression: Expression, ruleName: string): Evaluation {
  const first = firstCharacters(expression, plainRules);
  return function (
    this: Expression & { evalOnce: (body: Expression, state: State) => object | false },
    state,
  ) {
    const { input, inputStream, _posStack } = state;
    const position = inputStream.pos;
    const code = input.charCodeAt(position);
    if (first !== undefined && !(code < first.length ? first[code]! : code > 0)) return false;
    _posStack.push(position);
    const node = this.evalOnce(fastRules[ruleName]!.body, state);
    _posStack.pop();
    if (node === false) return false;
    state.pushBinding(node, position);
    return true;
  };
}

/** An expression that matches a regular expression, and leaves as many nodes as the rule's own body would. */
function lexeme(expression: RegExp, body: Expression): Expression {
  const arity = body.getArity();
  const nothing = new Terminal("");
  const evaluate: Evaluation = (state) => {
    const { input, inputStream } = state;
    const start = inputStream.pos;
    expression.lastIndex = start;
    const match = expression.exec(input);
    if (match === null) return false;
    for (let part = 1; part <= arity; part += 1) {
      const text = match[part];
      (text === undefined ? nothing : new Terminal(text)).eval(state);
    }
    inputStream.pos = start + match[0].length;
    return true;
  };
  return like(body, { getArity: () => arity, eval: evaluate });
}
