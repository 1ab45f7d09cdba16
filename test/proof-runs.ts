const isLong = process.env["MDERULES_PROOFS"] === "long";

/** How often a property test tries: `normal` in everyday runs, more in the longer proofs of `.ci/run`. */
export function proofRuns(normal: number): { numRuns: number } {
  return { numRuns: isLong ? normal * 10 : normal };
}

/** Every how manyth case a test tries that has too many for every day: each of them in the longer proofs. */
export function proofStep(normal: number): number {
  return isLong ? 1 : normal;
}
