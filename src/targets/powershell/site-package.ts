import { powershellString } from "../../encode/powershell.ts";

/** How a package of the site is started: PowerShell expressions for the program and its arguments. */
export function packageArguments(path: string): { program: string; argument: string } {
  if (/\.ps1$/i.test(path)) {
    const options = ["-NoProfile", "-NonInteractive", "-File", `"${path}"`];
    return {
      program: '"$env:SystemRoot\\System32\\WindowsPowerShell\\v1.0\\powershell.exe"',
      argument: `@(${options.map(powershellString).join(", ")})`,
    };
  }
  // cmd.exe takes away the outer pair of quotes.
  return {
    program: '"$env:SystemRoot\\System32\\cmd.exe"',
    argument: `@('/d', '/c', ${powershellString(`""${path}""`)})`,
  };
}
