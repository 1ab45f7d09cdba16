/** Whether tests take their time, and no samples: `npm test -- --long`. */
export const isLong = process.env["MDERULES_PROOFS"] === "long";

/**
 * How often a property test tries: `normal` in everyday runs, more in long ones. The seed is always the same: a run that passes
 * passes again. `npm run fuzz -- --seed fresh` looks further.
 */
export function proofRuns(normal: number): { numRuns: number; seed: number } {
  return { numRuns: isLong ? normal * 10 : normal, seed: 20_261_128 };
}

/** Every how manyth case a test tries that has too many for every day: each of them in long runs. */
export function proofStep(normal: number): number {
  return isLong ? 1 : normal;
}
