import type { Span } from "../text/source.ts";

/** What was written, with its place. No node knows what a kind is; src/validate turns this into rules. */
export interface Tree {
  readonly span: Span;
  readonly blocks: readonly Block[];
  /** Blocks with a mistake, with what of them could be read, so that it can be checked as well. */
  readonly damaged: readonly DamagedBlock[];
}

export interface DamagedBlock {
  /** Nothing of a block whose first line is wrong; otherwise the block without the statements that are wrong. */
  readonly block: Block | undefined;
  /** The word it begins with, or is near to, and what seems to be its name. */
  readonly keyword: string;
  readonly name: string | undefined;
  readonly span: Span;
}

export type Block =
  DocumentBlock | DefineBlock | DefineValueBlock | GuardBlock | DeviceBlock | RuleBlock | ApplicationBlock;

export interface DocumentBlock {
  readonly kind: "document";
  readonly name: Word;
  readonly span: Span;
}

export interface DefineBlock {
  readonly kind: "define";
  readonly name: Word;
  readonly condition: ConditionNode;
  readonly span: Span;
}

/** `guard: CONDITION`, with a name between where rules choose it, or `guard none "TEXT"`. */
export interface GuardBlock {
  readonly kind: "guard";
  readonly name: Word | undefined;
  /** The condition, or why there is none. */
  readonly demands: ConditionNode | Text;
  readonly span: Span;
}

/** `device NAME { given ... }`: what scenarios give by one name. */
export interface DeviceBlock {
  readonly kind: "device";
  readonly name: Word;
  readonly statements: readonly GivenStatement[];
  readonly span: Span;
}

export interface RuleBlock {
  readonly kind: "rule";
  readonly name: Word;
  readonly statements: readonly RuleStatement[];
  readonly span: Span;
}

export interface ApplicationBlock {
  readonly kind: "application";
  readonly name: Word;
  readonly statements: readonly ApplicationStatement[];
  readonly span: Span;
}

/** `define $NAME: VALUE`: the name of a value. */
export interface DefineValueBlock {
  readonly kind: "define-value";
  readonly name: Variable;
  readonly value: Value;
  readonly span: Span;
}

// ---- values ----

/** A value may stand there by its name: `$policy-key`. */
interface Nameable {
  /**
   * The name without `$`. A tree that was just read has no more of such a value; src/validate/named-values.ts puts in what the
   * name stands for.
   */
  readonly named?: string;
}

export interface Word extends Nameable {
  readonly kind: "word";
  readonly text: string;
  readonly span: Span;
}

/** A string: what it means, quotes removed and doubled quotes made single. */
export interface Text extends Nameable {
  readonly kind: "text";
  readonly text: string;
  readonly span: Span;
}

export interface NumberValue extends Nameable {
  readonly kind: "number";
  readonly value: number;
  readonly span: Span;
}

export interface VersionValue extends Nameable {
  readonly kind: "version";
  readonly text: string;
  readonly span: Span;
}

export interface DurationValue extends Nameable {
  readonly kind: "duration";
  readonly seconds: number;
  readonly span: Span;
}

export interface Variable {
  readonly kind: "variable";
  readonly name: string;
  readonly span: Span;
}

export interface List extends Nameable {
  readonly kind: "list";
  readonly items: readonly Value[];
  readonly span: Span;
}

export type Value = Word | Text | NumberValue | VersionValue | DurationValue | Variable | List;

// ---- conditions ----

export type ConditionNode = OrNode | AndNode | NotNode | AssertionNode;

export interface OrNode {
  readonly kind: "or";
  readonly terms: readonly ConditionNode[];
  readonly span: Span;
}

export interface AndNode {
  readonly kind: "and";
  readonly terms: readonly ConditionNode[];
  readonly span: Span;
}

export interface NotNode {
  readonly kind: "not";
  readonly term: ConditionNode;
  readonly span: Span;
}

/** `service Sense state is running`: terms, qualifiers, comparison. A single word is the name of a definition. */
export interface AssertionNode {
  readonly kind: "assertion";
  readonly terms: readonly Value[];
  readonly qualifiers: readonly Qualifier[];
  readonly comparison: Comparison | undefined;
  readonly span: Span;
}

export type Operator = "is" | "is not" | "is one of" | "is not one of" | "contains" | "<" | "<=" | ">" | ">=";

export interface Comparison {
  readonly operator: Operator;
  readonly value: Value;
  readonly span: Span;
}

export type Qualifier = WhereQualifier | SinceQualifier | ValueQualifier;

export interface WhereQualifier {
  readonly kind: "where";
  readonly condition: ConditionNode;
  readonly span: Span;
}

/** `since event 11 from ...`: only what happened after it counts. */
export interface SinceQualifier {
  readonly kind: "since";
  readonly terms: readonly Value[];
  readonly qualifiers: readonly Qualifier[];
  readonly span: Span;
}

export interface ValueQualifier {
  readonly kind: "qualifier";
  readonly name: Word;
  readonly value: Value;
  readonly span: Span;
}

// ---- statements ----

export type Language = "en" | "fr";

export interface TitleStatement {
  readonly kind: "title";
  readonly language: Language;
  readonly text: Text;
  readonly span: Span;
}

export interface NoteStatement {
  readonly kind: "note";
  readonly language: Language;
  readonly text: Text;
  readonly source: Text | undefined;
  readonly span: Span;
}

export interface CauseStatement {
  readonly kind: "cause";
  readonly language: Language;
  readonly text: Text;
  readonly span: Span;
}

export interface CoversStatement {
  readonly kind: "covers";
  readonly units: readonly Word[];
  readonly span: Span;
}

export interface SeverityStatement {
  readonly kind: "severity";
  readonly level: Word;
  readonly span: Span;
}

export interface SeeStatement {
  readonly kind: "see";
  readonly rules: readonly Word[];
  readonly span: Span;
}

/** Evidence that only a console shows: an error code, a compliance state. */
export interface ReportedStatement {
  readonly kind: "reported";
  readonly what: Word;
  readonly value: Value;
  readonly places: readonly Word[];
  readonly span: Span;
}

/** Facts that reports name besides what decided, where the rule is unhealthy. */
export interface ReportStatement {
  readonly kind: "report";
  readonly facts: readonly FactNode[];
  readonly span: Span;
}

export interface AppliesStatement {
  readonly kind: "applies";
  readonly condition: ConditionNode;
  readonly span: Span;
}

/** `guarded by NAME`: the guard that stands before the rule's fix, where it is not the rulebook's usual one. */
export interface GuardedStatement {
  readonly kind: "guarded";
  readonly guard: Word;
  readonly span: Span;
}

/** `each NAME among (...) in data KEY of EVENT`: the rule holds for every value that an event names. */
export interface EachStatement {
  readonly kind: "each";
  readonly variable: Word;
  readonly among: List | undefined;
  readonly key: NumberValue | Text;
  readonly event: ConditionNode;
  readonly span: Span;
}

export interface SymptomStatement {
  readonly kind: "symptom";
  readonly condition: ConditionNode;
  readonly span: Span;
}

export interface CheckStatement {
  readonly kind: "check";
  readonly condition: ConditionNode;
  readonly span: Span;
}

export interface FixStatement {
  readonly kind: "fix";
  readonly branch: "always" | "when" | "otherwise";
  readonly condition: ConditionNode | undefined;
  readonly steps: readonly StepNode[];
  readonly span: Span;
}

export interface ScenarioBlock {
  readonly kind: "scenario";
  readonly name: Text;
  readonly statements: readonly ScenarioStatement[];
  readonly span: Span;
}

export type RuleStatement =
  | TitleStatement
  | NoteStatement
  | CauseStatement
  | CoversStatement
  | SeverityStatement
  | SeeStatement
  | ReportedStatement
  | ReportStatement
  | AppliesStatement
  | GuardedStatement
  | EachStatement
  | SymptomStatement
  | CheckStatement
  | FixStatement
  | ScenarioBlock;

// ---- steps ----

export interface SetStep {
  readonly kind: "set";
  readonly terms: readonly Value[];
  readonly value: Value;
  readonly qualifiers: readonly Qualifier[];
  readonly span: Span;
}

export interface RunStep {
  readonly kind: "run";
  readonly action: Word;
  readonly qualifiers: readonly Qualifier[];
  readonly span: Span;
}

export interface WaitStep {
  readonly kind: "wait";
  readonly duration: DurationValue;
  readonly span: Span;
}

/** `wait until CONDITION within DURATION`; the grammar leaves the bound among the condition's qualifiers. */
export interface WaitUntilStep {
  readonly kind: "wait-until";
  readonly condition: ConditionNode;
  /** The bound, a duration where it is right. */
  readonly within: Value | undefined;
  readonly span: Span;
}

export interface AdviseStep {
  readonly kind: "advise" | "support";
  readonly language: Language;
  readonly text: Text;
  readonly span: Span;
}

export interface RestartStep {
  readonly kind: "restart";
  readonly span: Span;
}

export interface PowerShellStep {
  readonly kind: "powershell";
  readonly script: Text;
  readonly span: Span;
}

export type StepNode =
  SetStep | RunStep | WaitStep | WaitUntilStep | AdviseStep | RestartStep | PowerShellStep;

// ---- scenarios ----

/** A fact, with its value where a device is described: `service DiagTrack start manual`, the last term; or `device NAME`. */
export interface FactNode {
  readonly kind: "fact";
  readonly terms: readonly Value[];
  readonly qualifiers: readonly Qualifier[];
  readonly span: Span;
}

/** `given service DiagTrack start manual, device onboarded`. */
export interface GivenStatement {
  readonly kind: "given";
  readonly facts: readonly FactNode[];
  readonly span: Span;
}

export interface ExpectStatement {
  readonly kind: "expect";
  readonly verdict: Word;
  readonly outcome: Word | undefined;
  readonly span: Span;
}

export interface AfterStatement {
  readonly kind: "after";
  readonly facts: readonly FactNode[];
  readonly span: Span;
}

export type ScenarioStatement = GivenStatement | ExpectStatement | AfterStatement;

// ---- applications ----

/** A statement of an application that holds one value, named by its first word. */
export interface SettingStatement {
  readonly kind: "publisher" | "install" | "uninstall" | "platform" | "show" | "logon" | "maximum";
  readonly value: Value;
  readonly span: Span;
}

export interface ReturnCodeStatement {
  readonly kind: "return";
  readonly code: NumberValue;
  readonly meaning: Word;
  readonly span: Span;
}

/** `detect`: what says that it is installed. `requires`: what a device has to show before. */
export interface ApplicationConditionStatement {
  readonly kind: "detect" | "requires";
  readonly condition: ConditionNode;
  readonly span: Span;
}

export type ApplicationStatement =
  | TitleStatement
  | NoteStatement
  | CoversStatement
  | SettingStatement
  | ReturnCodeStatement
  | ApplicationConditionStatement
  | WaitUntilStep;
