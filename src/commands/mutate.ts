import { relative } from "node:path";
import { type MutationReport, testMutants } from "../prove/mutants/test-mutants.ts";
import { placeOf } from "../prove/reporters/report.ts";
import { acceptedMutantsName, readAcceptedMutants } from "./read-accepted-mutants.ts";
import { readProgram } from "./read-program.ts";
import { jsonLine, reportDiagnostics, reportProblem } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

export interface MutateOptions {
  readonly paths: readonly string[];
  readonly config: string | undefined;
  /** Only rules whose name contains this. */
  readonly filter: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `mderules test --mutate`: changes one thing at a time in rules. 1 where no scenario notices a change. */
export async function mutate(
  { paths, config, filter, json, quiet }: MutateOptions,
  world: World,
): Promise<ExitCode> {
  const { diagnostics, exitCode, showPath, rules, configuration, found } = await readProgram(
    paths,
    config,
    world.cwd,
  );
  if (exitCode !== 0) {
    reportDiagnostics(diagnostics, { showPath, json, exitCode }, world);
    return exitCode;
  }
  const read = readAcceptedMutants(found.folders);
  if ("problem" in read) {
    return reportProblem({ message: `${relative(world.cwd, read.path)}: ${read.problem}` }, json, world);
  }
  const wanted = rules.filter(({ id }) => filter === undefined || id.includes(filter));
  if (wanted.length === 0)
    return reportProblem({ message: `no rule contains \`${filter ?? ""}\`` }, json, world);
  const report = testMutants(wanted, configuration, read.accepted);
  const isFine = report.survivors.length === 0 && report.stale.length === 0;
  if (json) {
    const survivors = report.survivors.map(({ span, ...survivor }) => ({
      ...survivor,
      place: placeOf(span, showPath),
    }));
    world.stdout.write(jsonLine({ exitCode: isFine ? 0 : 1, ...report, survivors }));
  } else if (!quiet || !isFine) {
    world.stdout.write(reportText(report, showPath));
  }
  return isFine ? 0 : 1;
}

function reportText(report: MutationReport, showPath: (name: string) => string): string {
  const { rules, tried, killed, equivalent, accepted, survivors, stale } = report;
  return [
    ...survivors.flatMap(({ rule, change, span, device }) => [
      `${placeOf(span, showPath)}: ${rule}: no scenario notices: ${change}`,
      `    it shows on this device: ${device}`,
    ]),
    ...stale.map(
      ({ rule, change }) =>
        `${acceptedMutantsName}: ${rule}: is noticed, or is no change any more: ${change}`,
    ),
    `${tried} changes of ${rules} rules: ${killed} noticed, ${equivalent} without effect, ${accepted} accepted, ` +
      `${survivors.length} not noticed`,
    "",
  ].join("\n");
}
