import type { Configuration } from "../model/configuration.ts";
import { propertyOf } from "../kinds/index.ts";
import type { Scenario } from "../model/scenario.ts";
import { siteActions } from "../model/step.ts";

/**
 * The configuration with which rules are proved: the packages of the site where they are configured, and where they
 * are not, packages that could be. A scenario says what a rule does, `run onboarding` included; without a path that
 * step would become advice, and what the scenario promises could not be seen (docs/semantics.md). What the site wants is
 * the scenario's to say too: `given site onboarding wanted assigned`.
 */
export function nominalConfiguration(configuration: Configuration): Configuration {
  const packages = siteActions.map((action) => {
    const known = configuration[action];
    // One with a digest would be advice: src/targets/plan.ts.
    const isRun = known !== undefined && known.sha256 === undefined;
    return [action, isRun ? known : { path: `C:\\Program Files\\Site\\${action}.cmd` }];
  });
  const { onboarding, ...others } = Object.fromEntries(packages) as Configuration;
  return { ...configuration, ...others, onboarding: { ...onboarding!, wanted: "evidence" } };
}

/** The configuration of the site on which the device of a scenario is: what `given site` says, and else as it is. */
export function scenarioConfiguration({ given }: Scenario, configuration: Configuration): Configuration {
  return given.reduce((site, { fact, value }) => {
    const word = value.type === "word" ? value.word : undefined;
    return word === undefined ? site : (propertyOf(fact).site?.configure(site, word) ?? site);
  }, configuration);
}
