/**
 * Whether a path is in its final form: each part has a name, and none of them leads anywhere else. `.` and `..` are followed by
 * some of PowerShell's commands and taken literally by others, spaces at the ends of a name are cut by some,
 * and what does not show could make one name look like another. What is checked has to be what is written.
 */
export function isPlainPath(parts: readonly string[]): boolean {
  return parts.length > 0 && parts.every(isPlainName);
}

/** As above, for one name. */
export function isPlainName(name: string): boolean {
  return name.length > 0 && name.length <= 255 && !/^\.+$|^\s|\s$|[\p{Cc}\p{Cf}\p{Cs}]/u.test(name);
}

/** What to do about a name with a wildcard: a rule names one thing. */
export function wildcardRemedy(text: string, thing: string): string | undefined {
  const sign = /[*?]/.exec(text)?.[0];
  return sign === undefined
    ? undefined
    : `\`${sign}\` stands for many, and a rule asks for one ${thing}: write its whole name`;
}

/**
 * A name with everything taken from it that some comparison of names does not see: case, width, accents, the dotless i. Two
 * different names may fold to the same one; use it where it is better to refuse too much.
 */
export function foldName(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}\s]/gu, "")
    .replaceAll("\u0131", "i")
    .toLowerCase();
}
