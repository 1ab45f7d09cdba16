/** Names of devices on Windows, and of folders that stand beside those of rules and applications. */
const reserved = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|items|baselines|bundles|import|compliance)$/;

/** Whether a rule or an application can have the name: it becomes the name of folders and files, in reports and portals. */
export function isRuleName(name: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && name.length <= 64 && !reserved.test(name);
}
