import type { Configuration } from "../model/configuration.ts";
import type { Fact } from "../model/condition.ts";
import type { Given } from "../model/scenario.ts";
import type { FactValue, Reading, ValueType } from "../model/value.ts";
import type { Device } from "../simulate/device.ts";

/** A sort of thing a device has: how it is named, typed, read, written and simulated. One file a kind. */
export interface Kind {
  readonly name: string;
  /** One sentence for the documentation. */
  readonly summary: string;
  readonly properties: readonly Property[];
}

export interface Property {
  readonly name: string;
  /**
   * How the fact is written after the kind's name: words that stand as they are, slots in angle brackets.
   * `<name> start` reads `service DiagTrack start`.
   */
  readonly form: string;
  readonly slots: Readonly<Record<string, SlotSignature>>;
  readonly summary: string;
  readonly type: ValueType;
  /** Whether text may hold environment variables: ConstrainedLanguage tells only what those stand for. */
  readonly holdsVariables?: true;
  /** Where it looks back: how far, seconds, unless `within` says otherwise. It becomes the slot `within`. */
  readonly window?: number;
  /** Where the configuration of the site says it, and no device: its word, which becomes the slot `word`. */
  readonly site?: {
    readonly word: (configuration: Configuration) => string;
    /** The configuration of a site that says so. */
    readonly configure: (configuration: Configuration, word: string) => Configuration;
  };
  /** The PowerShell function of the kind's partial that reads it: returns the value, `$null` where the thing is missing, throws where it cannot tell. */
  readonly read: PowerShellCall;
  readonly write: Writing | ReadOnly;
  readonly simulation: Simulation;
}

export interface SlotSignature {
  readonly type: "text" | "integer";
  /** What may stand there, as part of "is not ...". */
  readonly description: string;
  /** Brings the name into the form that scripts use (hive, separators); undefined where it is not such a name. */
  readonly normalize?: (text: string) => string | undefined;
  /** How something that is not such a name is to be written, or why it cannot be; undefined where the description says it. */
  readonly remedy?: (text: string) => string | undefined;
  /** Whether it is a path, which may begin with an environment variable in percent signs. */
  readonly isPath?: true;
}

/** A call of a function of a kind's partial: which slot goes to which parameter. */
export interface PowerShellCall {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Writing {
  /** Gives the fact a value: takes `Value` besides its slots, and `TimeoutSeconds` where it needs a bound. */
  readonly call: PowerShellCall;
  /** What goes to the journal and how it is put back, where that is more than reading and writing the value. */
  readonly journal?: Journalling;
  /** Values that may be set, where fewer than may be read. */
  readonly values?: readonly string[];
  /** Whether the write takes time and needs `within`. */
  readonly needsBound: boolean;
  /** Things that no rule may write, by the slot that names them: which one a text names, if it names one. */
  readonly protected?: {
    readonly slot: string;
    readonly thing: (text: string) => string | undefined;
  };
}

export interface Journalling {
  /** What the journal keeps, where it is more than the value that is read. */
  readonly save?: PowerShellCall;
  /** Puts back what was kept, as `Value`; takes `TimeoutSeconds` where the write needs a bound. */
  readonly restore: PowerShellCall;
  /** Reads whether a value that a fix wrote is still as it left it, where that is more than the value that is read. */
  readonly readLeft?: PowerShellCall;
  /** The keys that a write makes besides, and what removes those that were `Made`. */
  readonly makes?: { readonly list: PowerShellCall; readonly remove: PowerShellCall };
}

export interface ReadOnly {
  /** Why nothing can set it, as part of "cannot be set: ...". */
  readonly reason: string;
}

/** The kind on a described device: the meaning of reading and writing, without Windows. */
export interface Simulation {
  /** The fact on the device. Slots are resolved: no variables. */
  readonly read: (device: Device, slots: ResolvedSlots, fact: Fact) => Reading;
  /** Changes the device as the script's write would; throws a StepFailure where Windows would refuse. */
  readonly write?: (
    device: Device,
    slots: ResolvedSlots,
    value: FactValue,
    valueType: string | undefined,
  ) => void;
  /** What Journalling says of the scripts, for properties that have it. */
  readonly journal?: SimulatedJournalling;
  /** Makes the fact true of a device that a scenario describes. */
  readonly describe: (device: Device, slots: ResolvedSlots, given: Given) => void;
  /** The resource that denies access where the fact is `unreadable`, as in Device.unreadable. */
  readonly resource: (slots: ResolvedSlots) => string;
}

export interface SimulatedJournalling {
  readonly save?: (device: Device, slots: ResolvedSlots) => unknown;
  readonly restore: (device: Device, slots: ResolvedSlots, saved: unknown) => void;
  readonly readLeft?: (device: Device, slots: ResolvedSlots) => FactValue;
  readonly makes?: {
    readonly list: (device: Device, slots: ResolvedSlots) => readonly string[];
    readonly remove: (device: Device, slots: ResolvedSlots, made: readonly string[]) => void;
  };
}

export type ResolvedSlots = Readonly<Record<string, string>>;

export function isWritable(property: Property): property is Property & { readonly write: Writing } {
  return "call" in property.write;
}

/** A step that Windows refused; the message is what the script reports. */
export class StepFailure extends Error {}
