import { powershellString } from "../../encode/powershell.ts";

/** How a package of the site is started: PowerShell expressions for the program and its arguments. */
export function packageArguments(path: string): { program: string; argument: string } {
  if (/\.ps1$/i.test(path)) {
    const options = ["-NoProfile", "-NonInteractive", "-File"].map(powershellString);
    return {
      program: '"$env:SystemRoot\\System32\\WindowsPowerShell\\v1.0\\powershell.exe"',
      argument: `@(${options.join(", ")}, ${between('"', path, '"')})`,
    };
  }
  // cmd.exe takes away the outer pair of quotes.
  return {
    program: '"$env:SystemRoot\\System32\\cmd.exe"',
    argument: `@('/d', '/c', ${between('""', path, '""')})`,
  };
}

/** A path between quotes as one PowerShell expression; a variable at its beginning is looked up on the device. */
function between(before: string, path: string, after: string): string {
  const [, variable, rest] = /^%(\w+)%(\\.*)$/s.exec(path) ?? [];
  if (variable === undefined) return powershellString(before + path + after);
  return `(${powershellString(before)} + $env:${variable} + ${powershellString(rest! + after)})`;
}
