/** The formats in which `mderules test` reports. */
export const reporterNames = ["text", "json", "tap", "junit"] as const;
export type ReporterName = (typeof reporterNames)[number];
