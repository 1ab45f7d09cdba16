import { cmpivot, cmpivotWithAllServices, deviceQuery } from "./client-engines.ts";
import { defenderHunting } from "./defender-hunting.ts";
import type { Engine } from "./engine.ts";
import { logAnalytics } from "./log-analytics.ts";

/** Every engine that is asked, each in the variants in which it can be, the plainest first. */
export const engines: readonly (readonly Engine[])[] = [
  [cmpivot, cmpivotWithAllServices],
  [logAnalytics],
  [defenderHunting],
  [deviceQuery],
];
