import { templates } from "../../generated/templates.js";

/**
 * The text of a template, named by its path below templates/ without the extension. A name that there is not, or
 * a value that the view lacks, is a mistake of the compiler and throws.
 */
export function render(name: string, view: object): string {
  const template = templates[name];
  if (template === undefined) throw new Error(`there is no template ${name}`);
  return template(view);
}
