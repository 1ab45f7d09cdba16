import { configmgr } from "./configmgr/index.ts";
import { fleet } from "./fleet/index.ts";
import { intune } from "./intune/index.ts";
import type { Target } from "./target.ts";
import { triage } from "./triage/index.ts";

/** Every family of output, in the order of `targetNames`. */
export const targets: readonly Target[] = [intune, configmgr, triage, fleet];
