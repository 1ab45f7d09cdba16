import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The PowerShell on the PATH: pwsh, or on Windows powershell.exe where there is none; undefined where there is neither. */
export function enginePath(): string | undefined {
  const names = process.platform === "win32" ? ["pwsh.exe", "powershell.exe"] : ["pwsh"];
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}
