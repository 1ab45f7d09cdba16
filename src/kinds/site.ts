import { onboardingWishes, type OnboardingWish } from "../model/configuration.ts";
import type { Kind } from "./kind.ts";

/** What the site says in mderules.config.json. It is known when scripts are made, and no device can say otherwise. */
export const site: Kind = {
  name: "site",
  summary:
    "What the site says in `mderules.config.json`: known when scripts are made, the same on all its devices.",
  properties: [
    {
      name: "onboarding-wanted",
      form: "onboarding wanted",
      slots: {},
      summary:
        "`assigned` where every device that gets a script shall be onboarded, `evidence` where a device itself has to show that it shall be. A scenario may say it: `given site onboarding wanted assigned`.",
      type: { type: "word", words: onboardingWishes },
      site: {
        word: ({ onboarding }) => onboarding?.wanted ?? "evidence",
        configure: ({ onboarding, ...others }, word) =>
          onboarding === undefined
            ? others
            : { ...others, onboarding: { ...onboarding, wanted: word as OnboardingWish } },
      },
      read: { name: "Get-SiteWord", parameters: { Word: "word" } },
      write: { reason: "it is a decision of the site, in its configuration" },
      simulation: {
        resource: () => "site",
        read: (_device, { word }) => ({ known: true, value: word }),
        // It is part of the plan, not of a device: src/targets/plan.ts.
        describe: () => undefined,
      },
    },
  ],
};
