/** A definition as Microsoft Graph takes it or an export has it: the fields by name, scripts as their text. */
export interface Definition {
  readonly type: DefinitionType;
  readonly name: string;
  /** Undefined where the export leaves a field out, as lists of Graph do with the content of scripts. */
  readonly fields: ReadonlyMap<string, string | undefined>;
  /** Where it stands: a path. */
  readonly source: string;
}

export type DefinitionType = keyof typeof comparedFields;

/** What `Import-Intune.ps1` compares and sends; scope tags and the actions of a policy are the administrator's. */
export const comparedFields = {
  deviceHealthScript: [
    "description",
    "publisher",
    "runAsAccount",
    "runAs32Bit",
    "enforceSignatureCheck",
    "detectionScriptContent",
    "remediationScriptContent",
  ],
  deviceComplianceScript: [
    "description",
    "publisher",
    "runAsAccount",
    "runAs32Bit",
    "enforceSignatureCheck",
    "detectionScriptContent",
  ],
  windows10CompliancePolicy: ["description", "rulesContent"],
} as const;

/** What an import would do with one thing. */
export interface PlannedChange {
  readonly tool: "Intune";
  readonly type: DefinitionType;
  readonly name: string;
  readonly action: PlannedAction;
  /** The fields that would be sent; for `unclear` those that the export does not have. */
  readonly fields: readonly string[];
  /** For what is there already: where the export has it. */
  readonly source: string | undefined;
}

/**
 * `conflict`: two things of this name are there, which an import leaves to a person. `unclear`: the export does not hold all
 * that decides. `other`: there, and none of ours: left alone.
 */
export type PlannedAction = "create" | "update" | "unchanged" | "conflict" | "unclear" | "other";

/** What would be created, changed and left, in the order of names; what others made comes last. */
export function planImport(wanted: readonly Definition[], found: readonly Definition[]): PlannedChange[] {
  const keyOf = ({ type, name }: Definition): string => `${type} ${name.toLowerCase()}`;
  const there = new Map<string, Definition[]>();
  for (const each of found) there.set(keyOf(each), [...(there.get(keyOf(each)) ?? []), each]);
  const own = new Set(wanted.map(keyOf));
  const changes = wanted.map((each) => plannedChange(each, there.get(keyOf(each)) ?? []));
  const others = found
    .filter((each) => !own.has(keyOf(each)))
    .map(({ type, name, source }): PlannedChange => {
      return { tool: "Intune", type, name, action: "other", fields: [], source };
    });
  const byName = (one: PlannedChange, other: PlannedChange): number =>
    one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
  return [...changes.sort(byName), ...others.sort(byName)];
}

function plannedChange(wanted: Definition, there: readonly Definition[]): PlannedChange {
  const { type, name } = wanted;
  const [first] = there;
  const change = (action: PlannedAction, fields: readonly string[] = []): PlannedChange => {
    return { tool: "Intune", type, name, action, fields, source: first?.source };
  };
  if (first === undefined) return change("create");
  if (there.length > 1) return change("conflict");
  const fields = comparedFields[type] as readonly string[];
  const missing = fields.filter((field) => first.fields.get(field) === undefined);
  // No content at all is what an empty one means.
  const differing = fields.filter(
    (field) => !missing.includes(field) && first.fields.get(field) !== (wanted.fields.get(field) ?? ""),
  );
  if (differing.length > 0) return change("update", differing);
  return missing.length > 0 ? change("unclear", missing) : change("unchanged");
}

/** A record as a definition; undefined where it is none of these types. */
export function definitionOf(
  record: Readonly<Record<string, unknown>>,
  source: string,
): Definition | undefined {
  const type = typeOf(record);
  const name = record["displayName"];
  if (type === undefined || typeof name !== "string" || name === "") return undefined;
  const fields = new Map<string, string | undefined>();
  for (const field of comparedFields[type]) {
    const holder = field === "rulesContent" ? record["deviceCompliancePolicyScript"] : record;
    const value = isRecord(holder) ? holder[field] : undefined;
    fields.set(field, fieldText(field, value));
  }
  // Where there is a detection, no remediation is none.
  if (type === "deviceHealthScript" && fields.get("detectionScriptContent") !== undefined)
    fields.set("remediationScriptContent", fields.get("remediationScriptContent") ?? "");
  return { type, name, fields, source };
}

function typeOf(record: Readonly<Record<string, unknown>>): DefinitionType | undefined {
  const given = record["@odata.type"];
  const types = Object.keys(comparedFields) as DefinitionType[];
  if (typeof given === "string") return types.find((type) => given === `#microsoft.graph.${type}`);
  // Lists of Graph do not name the type of what they hold.
  return "remediationScriptContent" in record ? "deviceHealthScript" : undefined;
}

function fieldText(field: string, value: unknown): string | undefined {
  if (field.endsWith("Content"))
    return typeof value === "string" ? scriptText(Buffer.from(value, "base64").toString()) : undefined;
  return typeof value === "string" || typeof value === "boolean" ? String(value) : undefined;
}

/** IntuneCD reads scripts as text and changes their line ends: that is no other script. */
export function scriptText(text: string): string {
  return text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
