import type { RunResult } from "../../engine/engine.ts";

/** What the runs of a Remediations package gave, as far as they were made. */
export interface RemediationRuns {
  readonly detect: RunResult;
  readonly remediate: RunResult | undefined;
  readonly detectAgain: RunResult | undefined;
}

/** What the portal shows of a device, and the device that the agent leaves. */
export interface RemediationReport {
  readonly state: "without-issues" | "with-issues" | "issue-fixed" | "issue-recurred" | "script-error";
  /** The columns "pre-remediation" and "post-remediation detection output". */
  readonly before: string;
  readonly after: string | undefined;
  /** The scripts that it ran. */
  readonly ran: readonly (keyof RemediationRuns)[];
  readonly device: RunResult["device"];
}

/** How many characters of a line the portal keeps: its last ones. */
const outputLimit = 2048;

/**
 * What the agent of Intune makes of a pair of scripts. Any exit code of the detection other than 0 runs the
 * remediation, not only the documented 1; after a remediation that exits with 0 and writes no error, and only then,
 * detection runs again. Of the output it keeps the last line.
 */
export function intuneAgent({ detect, remediate, detectAgain }: RemediationRuns): RemediationReport {
  const before = keptOutput(detect);
  const found = { before, after: undefined };
  if (detect.exitCode === 0) {
    return { ...found, state: "without-issues", ran: ["detect"], device: detect.device };
  }
  if (remediate === undefined) {
    return { ...found, state: "with-issues", ran: ["detect"], device: detect.device };
  }
  const ran = ["detect", "remediate"] as const;
  if (remediate.exitCode !== 0 || remediate.stderr.length > 0 || detectAgain === undefined) {
    return { ...found, state: "script-error", ran, device: remediate.device };
  }
  return {
    before,
    after: keptOutput(detectAgain),
    state: detectAgain.exitCode === 0 ? "issue-fixed" : "issue-recurred",
    ran: [...ran, "detectAgain"],
    device: detectAgain.device,
  };
}

function keptOutput({ stdout }: RunResult): string {
  return (stdout.findLast((line) => line.trim() !== "") ?? "").slice(-outputLimit);
}
