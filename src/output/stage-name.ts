/** The folder inside the output folder in which a build prepares its files. */
export const stageName = ".mderules-staging";
