import type { Cell } from "./evaluate-query.ts";

/**
 * XML as Kusto's parse_xml() shows it: an element with nothing but text is that text, attributes are `@name`, its text
 * beside them is `#text`, and elements of one name are a list where there are several.
 */
export function parseXml(xml: string): Cell {
  const tokens = xml.match(/<[^>]*>|[^<]+/g) ?? [];
  let next = 0;
  function element(open: string): [string, Cell] {
    const [, name, attributes] = /^<([\w:.-]+)([^>]*?)\/?>$/.exec(open)!;
    const value: Record<string, Cell> = {};
    for (const [, key, data] of attributes!.matchAll(/([\w:.-]+)="([^"]*)"/g))
      value[`@${key}`] = plain(data!);
    let words = "";
    while (!open.endsWith("/>") && tokens[next] !== `</${name}>`) {
      const token = tokens[next++]!;
      if (!token.startsWith("<")) words += plain(token);
      else {
        const [child, inner] = element(token);
        const known = value[child];
        value[child] =
          known === undefined ? inner : Array.isArray(known) ? [...(known as Cell[]), inner] : [known, inner];
      }
    }
    if (!open.endsWith("/>")) next += 1;
    if (Object.keys(value).length === 0) return [name!, words === "" ? null : words];
    return [name!, words.trim() === "" ? value : { ...value, "#text": words }];
  }
  while (tokens[next] !== undefined && !/^<\w/.test(tokens[next]!)) next += 1;
  const open = tokens[next++];
  if (open === undefined) return null;
  const [name, value] = element(open);
  return { [name]: value };
}

function plain(text: string): string {
  return text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, "&");
}
