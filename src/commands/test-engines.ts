/** What may run scenarios: the meaning of rules, or the emitted scripts. */
export const engineNames = ["simulator", "powershell"] as const;
