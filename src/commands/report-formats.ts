/** How `mderules report` writes a report. */
export const reportFormats = ["table", "json", "csv", "html"] as const;
export type ReportFormat = (typeof reportFormats)[number];
