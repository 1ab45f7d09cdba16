import { errorText } from "./error-text.ts";
import { factText } from "./in-hand/fact-text.ts";
import type { Reason } from "./find-matches.ts";
import type { Words } from "./words.ts";

/** Why a rule answers, in a few words. */
export function reasonText(reason: Reason, said: Words): string {
  switch (reason.kind) {
    case "line":
      return reason.status;
    case "rule":
      return reason.name;
    case "unit":
      return said.unit(reason.name);
    case "error":
      return said.error(errorText(reason.code), []);
    case "event":
      return said.event(reason.event.id, reason.event.provider);
    case "data":
      return said.data(reason.data, reason.event.id, reason.event.provider);
    case "fact":
      return factText(reason.fact);
    case "place":
      return reason.place === "All" ? said.anywhere : said.node(reason.place);
    case "state":
      return said.quote(reason.text);
    case "word":
      return said.quote(reason.word);
    default:
      return reason satisfies never;
  }
}
