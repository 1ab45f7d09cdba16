/** The folder inside the output folder in which a build prepares its files. */
export const stageName = ".mderules-staging";

const ofStages = /^\.mderules-staging(?:\.(?:new|old|kept)-[0-9a-f]{16})?$/;

/** Whether a name in the output folder is that of a stage, or of what is made of one (`stage.ts`); not of a copy. */
export function isStage(name: string): boolean {
  return ofStages.test(name);
}

/** Whether such a name says that a build runs, or has left something to be done. */
export function isUnfinished(name: string): boolean {
  return isStage(name) && !name.startsWith(`${stageName}.kept-`);
}
