import { commandLineArgument } from "../../encode/command-line.ts";
import { powershellNumber, powershellString } from "../../encode/powershell.ts";
import type { Application } from "../../model/application.ts";
import { waitExpression } from "./wait-expression.ts";

/** What the waiting command line ends with when its time is up: Windows' own ERROR_TIMEOUT, which the console explains. */
export const timedOutExitCode = 1460;

/**
 * The installation program. Where the application waits, one line of PowerShell starts it and looks at the device
 * once a second: exit 0 as soon as the state is there, whatever the program's own exit code was (`net start` says 2
 * for a service that runs already), 1460 when the time is up, 1 when the program cannot be started at all.
 */
export function installCommand({ install, wait }: Pick<Application, "install" | "wait">): string {
  if (wait === undefined) return install;
  const { program, rest } = splitCommandLine(install);
  const start = [
    `Start-Process -FilePath ${powershellString(program)}`,
    ...(rest === "" ? [] : [`-ArgumentList ${powershellString(rest)}`]),
    "-NoNewWindow",
  ].join(" ");
  const holds = waitExpression(wait.condition);
  const script = [
    "$ErrorActionPreference = 'Stop'",
    start,
    `foreach ($second in 1..${powershellNumber(wait.withinSeconds)}) { Start-Sleep -Seconds 1; if (${holds}) { exit 0 } }`,
    `exit ${timedOutExitCode}`,
  ].join("; ");
  return `powershell.exe -NoProfile -NonInteractive -Command ${commandLineArgument(script)}`;
}

/** A command line as Windows reads it: the program, perhaps in quotes, and what it is given, untouched. */
function splitCommandLine(line: string): { readonly program: string; readonly rest: string } {
  const [, quoted, plain, rest] = /^\s*(?:"([^"]*)"?|(\S+))\s*([^]*?)\s*$/.exec(line) ?? [];
  return { program: quoted ?? plain ?? "", rest: rest ?? "" };
}
