/** How often a property test tries: `normal` in everyday runs, more in the longer proofs of `.ci/run`. */
export function proofRuns(normal: number): { numRuns: number } {
  return { numRuns: process.env["MDERULES_PROOFS"] === "long" ? normal * 10 : normal };
}
