import type { MatchResult, Node } from "ohm-js";
import type { MderuleActionDict } from "../../grammar/mderule.ohm-bundle.js";

/**
 * What the actions make of a match, from its root. The same as an operation of Ohm's semantics, for actions that
 * only ask for `children`, `source` and `sourceString`; those are made when they are asked for, which takes a
 * third of the time.
 */
export function readMatch(match: MatchResult, actions: MderuleActionDict<unknown>): unknown {
  const { input, _cst, _cstOffset } = match as unknown as Parse;
  return new Part(_cst, input, _cstOffset, _cstOffset, actions as Actions).read();
}

/** What this uses of a match beyond Ohm's published types. */
interface Parse {
  readonly input: string;
  readonly _cst: ParseNode;
  readonly _cstOffset: number;
}
interface ParseNode {
  readonly ctorName: string;
  readonly matchLength: number;
  readonly isNonterminal: () => boolean;
  readonly children?: readonly ParseNode[];
  /** From where the nearest rule around them begins; a repetition is no rule. */
  readonly childOffsets?: readonly number[];
}
type Actions = Readonly<Record<string, ((this: Node, ...children: Node[]) => unknown) | undefined>>;

/** A node of a match as actions see it. */
class Part {
  readonly node: ParseNode;
  readonly input: string;
  readonly start: number;
  /** Where the offsets of its children count from. */
  readonly base: number;
  readonly actions: Actions;
  parts: readonly Part[] | undefined = undefined;

  constructor(node: ParseNode, input: string, start: number, base: number, actions: Actions) {
    this.node = node;
    this.input = input;
    this.start = start;
    this.base = base;
    this.actions = actions;
  }

  get ctorName(): string {
    return this.node.ctorName;
  }

  get source(): { readonly startIdx: number; readonly endIdx: number } {
    return { startIdx: this.start, endIdx: this.start + this.node.matchLength };
  }

  get sourceString(): string {
    return this.input.slice(this.start, this.start + this.node.matchLength);
  }

  get children(): readonly Part[] {
    const { node, input, base, actions } = this;
    return (this.parts ??= (node.children ?? []).map((child, index) => {
      const start = base + node.childOffsets![index]!;
      return new Part(child, input, start, child.isNonterminal() ? start : base, actions);
    }));
  }

  /** The value of the rule's action; a rule without one stands for its only part. */
  read(): unknown {
    const action = this.actions[this.node.ctorName];
    const { children } = this;
    if (action !== undefined) return action.apply(this as unknown as Node, children as unknown as Node[]);
    if (children.length !== 1) throw new Error(`the grammar's rule ${this.node.ctorName} has no action`);
    return children[0]!.read();
  }
}

/** What the actions make of a part. */
export function readPart(part: Node): unknown {
  return (part as unknown as Part).read();
}
