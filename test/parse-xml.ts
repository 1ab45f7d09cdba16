import { type Document, DOMParser } from "@xmldom/xmldom";

/** Parses a whole document; anything that is not well-formed throws. */
export function parseXml(source: string): Document {
  const onError = (level: string, message: string): void => {
    // U+FFFD is what the encoder writes for characters that XML cannot carry.
    if (level === "warning" && message.includes("replacement character")) return;
    throw new Error(message);
  };
  return new DOMParser({ onError }).parseFromString(source, "text/xml");
}
