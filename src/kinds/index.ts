import { acl } from "./acl.ts";
import { capability } from "./capability.ts";
import { connectivity } from "./connectivity.ts";
import { defender } from "./defender.ts";
import { event } from "./event.ts";
import { file } from "./file.ts";
import { hotfix } from "./hotfix.ts";
import type { Kind, Property } from "./kind.ts";
import { log } from "./log.ts";
import { mdm } from "./mdm.ts";
import { privilege } from "./privilege.ts";
import { process } from "./process.ts";
import { registry } from "./registry.ts";
import { service } from "./service.ts";
import { setup } from "./setup.ts";
import { windows } from "./windows.ts";
import { site } from "./site.ts";
import { workspace } from "./workspace.ts";

/** The vocabulary: every kind there is, in the order of the documentation. */
export const kinds: readonly Kind[] = [
  service,
  registry,
  acl,
  event,
  log,
  windows,
  setup,
  hotfix,
  capability,
  defender,
  process,
  file,
  privilege,
  connectivity,
  mdm,
  workspace,
  site,
];

const byName = new Map(kinds.map((kind) => [kind.name, kind]));

export function kindNamed(name: string): Kind | undefined {
  return byName.get(name);
}

/** The property of a fact; a fact that names none is a bug of the compiler. */
export function propertyOf(fact: { readonly kind: string; readonly property: string }): Property {
  const property = kindNamed(fact.kind)?.properties.find(({ name }) => name === fact.property);
  if (property === undefined) throw new Error(`no property ${fact.kind} ${fact.property}`);
  return property;
}
