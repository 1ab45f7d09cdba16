import { fieldsOf } from "./fields.ts";
import type { FactInHand } from "./in-hand.ts";
import { tableOf } from "../../text/table.ts";

const modes = tableOf({
  normal: "normal",
  passive: "passive",
  passivemode: "passive",
  sxspassive: "sxs-passive",
  sxspassivemode: "sxs-passive",
  edrblock: "edr-block",
  edrblockmode: "edr-block",
  notrunning: "not-running",
});

/** What `Get-MpComputerStatus` prints; its names and values are English everywhere. */
export function antivirusStatus(text: string): FactInHand[] {
  return fieldsOf(text).flatMap(({ name, value }) => {
    if (name === "amrunningmode") {
      const mode = modes.get(value.replace(/\W/g, "").toLowerCase());
      return mode === undefined ? [] : [fact("mode", mode)];
    }
    const version = name === "amproductversion" ? /^\d+(?:\.\d+){1,3}$/.exec(value)?.[0] : undefined;
    // Where the antivirus is off, it says that its version is 0.0.0.0.
    return version === undefined || /^[0.]+$/.test(version) ? [] : [fact("platform", version)];
  });
}

function fact(property: string, value: string): FactInHand {
  return { kind: "fact", thing: "defender", property, name: undefined, value };
}
