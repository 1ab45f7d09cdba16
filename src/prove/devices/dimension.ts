import type { Device } from "../../simulate/device.ts";

/** One thing in which devices differ for a rule, and the ways in which it can be that matter. */
export interface Dimension {
  /** The fact as reports name it, or what else it is: `last fix`, `rights`. */
  readonly name: string;
  readonly options: readonly Option[];
}

export interface Option {
  readonly name: string;
  /** Makes it so on a device. */
  readonly apply: (device: Device) => void;
  /** Denials come after everything else: what denies access is there. */
  readonly denies?: boolean;
}
