import { test } from "uvu";
import { powerShell, runPowerShell } from "./power-shell.ts";

const lookForIt = "exit [int]($null -eq (Get-Module -ListAvailable -Name PSScriptAnalyzer))";
const hasAnalyzer = powerShell !== undefined && runPowerShell(["-Command", lookForIt]).status === 0;

/** `test`, or where there is no PSScriptAnalyzer what skips and is counted. */
export const analyzerTest = (name: string, run: () => void): void => {
  if (hasAnalyzer) test(name, run);
  else test.skip(name, run);
};

/**
 * The PowerShell function Find-Flaw: what PSScriptAnalyzer says of a file. Its rules run at the same time over what is not
 * made for that, and now and then one of them breaks (PowerShell/PSScriptAnalyzer#1708, #1867): then all of them run again.
 */
export const findFlaw = `
function Find-Flaw {
    param([hashtable]$With)
    for ($try = 1; $try -le 5; $try++) {
        $broken = $null
        try { $found = Invoke-ScriptAnalyzer @With -ErrorAction SilentlyContinue -ErrorVariable broken } catch { $broken = @($_) }
        if (-not $broken) { return $found }
    }
    throw $broken[0]
}
`;
