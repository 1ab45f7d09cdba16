/** What came of trying one way to break builds. */
export interface Proof {
  readonly name: string;
  readonly passed: number;
  readonly failures: readonly string[];
  /** What the machine does not allow, and why. */
  readonly skipped?: { readonly count: number; readonly reason: string };
  /** What was met on the way, for people. */
  readonly notes: readonly string[];
}
