import { pexprs } from "ohm-js";
import grammar from "../../grammar/mderule.ohm-bundle.js";

/**
 * The grammar's smallest rules once more, as regular expressions that take a whole word, text or comment in one
 * step where Ohm takes it letter by letter. It makes parsing several times as fast and changes nothing else:
 * grammar/mderule.ohm is the language, and test/syntax/lexemes.test.ts holds the two against each other.
 *
 * Where an action looks at the parts of a rule, a group stands for each part.
 */
const wordEnd = /(?![A-Za-z0-9_.-])/.source;
const comment = /\/\/[^\u0000-\u0008\u000a-\u001f]*/.source;
const expressions: Readonly<Record<string, string>> = {
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
  text_line: '(")([^"\\u0000-\\u0008\\u000a-\\u001f]*(?:""[^"\\u0000-\\u0008\\u000a-\\u001f]*)*)(")(?!")',
  text_block: '(""")([^"]*(?:"(?!"")[^"]*)*)(""")',
};

/** The grammar for what is right. What is wrong is explained with the plain one, which knows what it expected. */
export const fastGrammar = Object.create(grammar) as typeof grammar;

/** What this uses of Ohm beyond its published types. */
interface Expression {
  readonly getArity: () => number;
  readonly eval: (state: MatchState) => boolean;
}
interface MatchState {
  readonly input: string;
  readonly inputStream: { pos: number };
}
type Rules = Record<string, { readonly body: Expression }>;
const Terminal = pexprs.Terminal as unknown as new (text: string) => Expression;

const plainRules = (grammar as unknown as { readonly rules: Rules }).rules;
const fastRules = Object.create(plainRules) as Rules;
for (const [name, expression] of Object.entries(expressions)) {
  const rule = plainRules[name]!;
  fastRules[name] = { ...rule, body: lexeme(new RegExp(expression, "y"), rule.body.getArity()) };
}
Object.defineProperty(fastGrammar, "rules", { value: fastRules });

/** A parsing expression that matches a regular expression, and leaves as many nodes as the rule's own body would. */
function lexeme(expression: RegExp, arity: number): Expression {
  const nothing = new Terminal("");
  return Object.assign(Object.create(pexprs.PExpr.prototype) as object, {
    getArity: () => arity,
    allowsSkippingPrecedingSpace: () => false,
    eval: (state: MatchState): boolean => {
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
    },
  });
}
