/**
 * Text as one argument of a Windows command line, in double quotes. Programs take a line apart by the rules of the
 * C runtime: a quote inside an argument needs a backslash, and backslashes before a quote count double.
 */
export function commandLineArgument(text: string): string {
  const inner = text.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&");
  return `"${inner}"`;
}
