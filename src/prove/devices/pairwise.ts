/**
 * Choices of one option in each dimension such that every two options of different dimensions meet in one of them.
 * Greedy: each choice begins with a pair that has not met yet and takes, dimension by dimension, what lets the most
 * pairs meet. The same sizes give the same choices.
 */
export function pairwise(sizes: readonly number[]): number[][] {
  if (sizes.length < 2) return allCombinations(sizes);
  const open = new Set<number>();
  const stride = Math.max(...sizes);
  const width = sizes.length * stride;
  const pair = (a: number, i: number, b: number, j: number): number =>
    a < b ? (a * stride + i) * width + b * stride + j : (b * stride + j) * width + a * stride + i;
  for (let a = 0; a < sizes.length; a += 1) {
    for (let b = a + 1; b < sizes.length; b += 1) {
      for (let i = 0; i < sizes[a]!; i += 1)
        for (let j = 0; j < sizes[b]!; j += 1) open.add(pair(a, i, b, j));
    }
  }
  const choices: number[][] = [];
  for (const first of open) {
    const [one, other] = [Math.floor(first / width), first % width];
    const choice = new Map([
      [Math.floor(one / stride), one % stride],
      [Math.floor(other / stride), other % stride],
    ]);
    for (let dimension = 0; dimension < sizes.length; dimension += 1) {
      if (choice.has(dimension)) continue;
      let best = 0;
      let most = -1;
      for (let option = 0; option < sizes[dimension]!; option += 1) {
        let met = 0;
        for (const [chosen, index] of choice) if (open.has(pair(dimension, option, chosen, index))) met += 1;
        if (met > most) [best, most] = [option, met];
      }
      choice.set(dimension, best);
    }
    const row = sizes.map((_, dimension) => choice.get(dimension)!);
    for (let a = 0; a < row.length; a += 1) {
      for (let b = a + 1; b < row.length; b += 1) open.delete(pair(a, row[a]!, b, row[b]!));
    }
    choices.push(row);
  }
  return choices;
}

/** Every choice of one option in each dimension. */
export function allCombinations(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (rows, size) => rows.flatMap((row) => Array.from({ length: size }, (_, option) => [...row, option])),
    [[]],
  );
}
