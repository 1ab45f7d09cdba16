/** Text as a Kusto string literal in ASCII, for CMPivot and Log Analytics. */
export function kustoString(text: string): string {
  const escaped = text.replace(/[^ -~]|['\\]/g, (character) =>
    character === "'" || character === "\\"
      ? `\\${character}`
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `'${escaped}'`;
}
