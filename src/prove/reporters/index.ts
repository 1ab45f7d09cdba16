import { jsonReporter } from "./json-reporter.ts";
import { junitReporter } from "./junit-reporter.ts";
import type { ReporterName } from "./names.ts";
import type { Reporter } from "./report.ts";
import { tapReporter } from "./tap-reporter.ts";
import { textReporter } from "./text-reporter.ts";

export const reporters: Readonly<Record<ReporterName, Reporter>> = {
  text: textReporter,
  json: jsonReporter,
  tap: tapReporter,
  junit: junitReporter,
};
