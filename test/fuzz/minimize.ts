/** A smaller text that fails in the same way: stretches are left out as long as it does, for a few seconds. */
export function minimize(text: string, fails: (text: string) => boolean, milliseconds = 5000): string {
  const end = performance.now() + milliseconds;
  let smallest = text;
  for (let size = Math.ceil(text.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < smallest.length && performance.now() < end;) {
      const shorter = smallest.slice(0, at) + smallest.slice(at + size);
      if (fails(shorter)) smallest = shorter;
      else at += size;
    }
    if (size === 1) break;
  }
  return smallest;
}
