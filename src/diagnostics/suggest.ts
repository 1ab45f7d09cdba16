import { distance } from "fastest-levenshtein";

/** The candidate that someone who wrote `written` most likely meant, if one is near enough to be worth naming. */
export function suggest(written: string, candidates: readonly string[]): string | undefined {
  // Of two letters, two that differ make another word.
  const limit = written.length < 4 ? 1 : Math.max(2, Math.floor(written.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const between = distance(written.toLowerCase(), candidate.toLowerCase());
    if (between <= limit && between < (best?.distance ?? Infinity)) best = { candidate, distance: between };
  }
  if (best !== undefined || written.length < 4) return best?.candidate;
  const longer = [...candidates].filter((candidate) =>
    candidate.toLowerCase().includes(written.toLowerCase()),
  );
  return longer.length === 1 ? longer[0] : undefined;
}

/** "did you mean `automatic`?", or the candidates where none is near, or nothing. */
export function suggestionHelp(written: string, candidates: readonly string[]): string | undefined {
  const near = suggest(written, candidates);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  if (candidates.length === 0) return undefined;
  return `expected ${oneOf(candidates)}`;
}

/** `a`, `b` or `c`; a long list is cut. */
export function oneOf(candidates: readonly string[], limit = 20): string {
  const shown = candidates.slice(0, limit).map((candidate) => `\`${candidate}\``);
  return candidates.length > limit
    ? `${shown.join(", ")} ... (${candidates.length} in all)`
    : alternatives(shown);
}

/** `a`, `b` and `c` */
export function allOf(candidates: readonly string[]): string {
  return alternatives(candidates.map((candidate) => `\`${candidate}\``)).replace(/ or (`[^`]*`)$/, " and $1");
}

/** one, two or three */
export function alternatives(phrases: readonly string[]): string {
  return phrases.length < 2 ? phrases.join("") : `${phrases.slice(0, -1).join(", ")} or ${phrases.at(-1)!}`;
}
