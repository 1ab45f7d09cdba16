/** A field that an output names: `Event ID:      15`, `Id : 15`. */
export interface Field {
  /** In lower case, letters and digits only, without accents. */
  readonly name: string;
  readonly value: string;
  /** The line it begins in, from 0. */
  readonly line: number;
}

/** Lines of the form `name : value`; what a following line that is indented deeper says belongs to the value. */
export function fieldsOf(text: string): Field[] {
  const fields: { name: string; value: string; line: number; column: number }[] = [];
  for (const [line, content] of text.split(/\r\n|\r|\n/).entries()) {
    const found = /^(\s*)([^\s:[\]<>"][^:[\]<>"]{0,60}?)\s*:(?:\s+(.*)|)$/u.exec(content);
    const last = fields.at(-1);
    const indent = /^\s*/.exec(content)![0].length;
    if (found !== null && !(last !== undefined && indent > last.column + 8)) {
      const [, before, name, value = ""] = found;
      fields.push({ name: fieldName(name!), value: value.trim(), line, column: before!.length });
    } else if (last !== undefined && content.trim() !== "") last.value = `${last.value} ${content.trim()}`;
  }
  return fields;
}

/** How names of fields are compared: without case, accents, spaces and typographic signs. */
export function fieldName(name: string): string {
  return name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
}
