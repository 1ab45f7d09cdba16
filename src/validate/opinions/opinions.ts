import type { Report } from "../context.ts";
import type { Ledger } from "../validate.ts";
import type { Application } from "../../model/application.ts";
import type { Rule } from "../../model/rule.ts";
import type { Tree } from "../../syntax/tree.ts";
import { ofAdvice } from "./of-advice.ts";
import { ofConditions } from "./of-conditions.ts";
import { ofCoverage } from "./of-coverage.ts";
import { ofDefinitions } from "./of-definitions.ts";
import { ofLanguages } from "./of-languages.ts";

/** A rulebook without errors, and what it was made from. */
export interface Rulebook {
  readonly rules: readonly Rule[];
  readonly applications: readonly Application[];
  readonly trees: readonly Tree[];
  readonly ledgers: readonly Ledger[];
}

/**
 * What is allowed in a rulebook and yet likely not meant. Each is a warning: it can be answered in its place
 * (`// mderules-disable-next-line MDR5003: WHY`) or for a whole project, in the configuration.
 */
export function opinions(rulebook: Rulebook, report: Report): void {
  for (const opinion of [ofConditions, ofAdvice, ofLanguages, ofDefinitions, ofCoverage])
    opinion(rulebook, report);
}
