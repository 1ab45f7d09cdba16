/** A command line taken apart as the C runtime of Windows does it, after the rules that Microsoft documents. */
export function windowsArguments(line: string): readonly string[] {
  const found: string[] = [];
  let at = 0;
  for (;;) {
    while (line[at] === " " || line[at] === "\t") at += 1;
    if (at >= line.length) return found;
    let argument = "";
    let quoted = false;
    for (; at < line.length && (quoted || (line[at] !== " " && line[at] !== "\t"));) {
      const slashes = /^\\*/.exec(line.slice(at))![0].length;
      at += slashes;
      if (line[at] !== '"') {
        argument += "\\".repeat(slashes);
        if (slashes === 0) argument += line[at++]!;
        continue;
      }
      argument += "\\".repeat(Math.floor(slashes / 2));
      if (slashes % 2 === 1) argument += '"';
      else if (quoted && line[at + 1] === '"') {
        argument += '"';
        at += 1;
      } else quoted = !quoted;
      at += 1;
    }
    found.push(argument);
  }
}
