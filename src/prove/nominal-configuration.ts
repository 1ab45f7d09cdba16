import type { Configuration } from "../model/configuration.ts";
import { siteActions } from "../model/step.ts";

/**
 * The configuration with which rules are proved: the packages of the site where they are configured, and where they
 * are not, packages that could be. A scenario says what a rule does, `run onboarding` included; without a path that
 * step would become advice, and what the scenario promises could not be seen (docs/semantics.md).
 */
export function nominalConfiguration(configuration: Configuration): Configuration {
  const packages = siteActions.map((action) => [
    action,
    configuration[action] ?? { path: `C:\\Program Files\\Site\\${action}.cmd` },
  ]);
  return { ...configuration, ...(Object.fromEntries(packages) as Configuration) };
}
