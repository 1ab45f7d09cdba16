import { temporaryFolder, writeFiles } from "../temporary-folder.ts";

/** A small rulebook of its own, about a document of its own: every way a rule can end, and all that leads to one. */
export const millRules = `document mill

define wheel-turns: service Wheel state is running

rule wheel-stopped {
  title    "The wheel turns"
  title fr "La roue tourne"
  covers   bell-1
  severity error
  cause    "The brook is dry, or a branch holds the wheel."
  cause fr "Le ruisseau est à sec, ou une branche retient la roue."
  note     "From the mill of 1809 on the wheel watches itself." source "https://mill.example/wheel"
  note fr  "À partir du moulin de 1809, la roue se surveille elle-même."
  see      brook

  applies  when windows build >= 14393 and not service Wheel start is disabled
  symptom  event 15 from MillScript in Application level error within 7 days where (data 1 contains 577)
  check    wheel-turns
  check    registry "HKLM\\SOFTWARE\\Mill" Grain is 1
  fix      when service Wheel state is missing {
             advise    "Build a wheel."
             advise fr "Construisez une roue ; le plan est au grenier."
           }
  fix      when service Wheel state is start-pending {
             restart needed
           }
  fix      otherwise {
             set service Wheel state to running within 60 seconds
             wait until wheel-turns within 2 minutes
           }
  fix      run onboarding
  fix      support "Call the miller."
}

rule brook {
  title    "The brook runs"
  covers   bell-2, brook
  severity warning
  check    event 4 from Mill-SENSE in Mill-SENSE/Operational within 1 day
  fix      advise "Look at the brook."
}

rule stones {
  title    "The stones are whole"
  title fr "Les meules sont entières"
  covers   bell-2
  severity warning
  each     stone in data 1 of event 68 from Mill-SENSE in Mill-SENSE/Operational within 7 days
  check    service $stone state is running
  fix      set service $stone state to running within 30 seconds
}

rule wrong-grain {
  title    "The grain is the one that was ordered"
  covers   grain-refused
  severity error
  reported error 0x87D1FDE8 at Grain, Flour
  reported error 577
}

rule any-grain {
  title    "The mill takes this grain"
  covers   grain-refused
  severity error
  reported error 0x87D1FDE8 at All
  applies  when windows product is client
  check    not event 15 from Mill-SENSE in Mill-SENSE/Operational within 7 days
}

rule no-flour {
  title    "There is flour"
  covers   missing-flour
  severity information
  reported state "Rye is delivered, and Grain is not compliant."
  see      brook, stones
}

application start-wheel {
  title     "Start the wheel"
  title fr  "Démarrer la roue"
  covers    missing-flour
  publisher "Miller"
  install   "net start wheel"
  detect    registry "HKLM\\SOFTWARE\\Mill" State is 1
}

guard none "Whoever has a mill wants it to turn."
`;

const units = [
  ["bell-1", "Signals", "row", "bell 1: the wheel stands still"],
  ["bell-2", "Signals", "row", "bell 2: the stones are hot"],
  ["brook", "The brook & the dam", "prose", "how the brook is looked after"],
  ["grain-refused", "Signals", "row", "the grain is refused"],
  ["missing-flour", "Signals", "flow", "no flour comes out"],
] as const;

/** Another document with the structure of one that has a ledger. */
export const edition = `# Mill

## Signals

Bell | Meaning
:---:|:---
\`1\` | The wheel stands still
\`2\` | The stones are hot
\`3\` | The grain is refused
\`4\` | No flour

## The brook & the dam

Look after the brook.
`;

/** The ledger of the edition, with the hashes that it is given. */
export function millLedger(hash: Readonly<Record<string, string>>): object {
  const heading = (en: string) => ({ en, fr: en === "Signals" ? "Signaux" : "Le ruisseau et la digue" });
  return {
    document: "mill",
    title: { en: "How to run a mill", fr: "Comment faire tourner un moulin" },
    url: "https://learn.microsoft.com/mill",
    sections: { "1": heading("Signals"), "2": heading("The brook & the dam") },
    tables: { bells: { section: "1", columns: 2, keys: ["1", "2", "3", "4"] } },
    units: units.map(([unit, section, kind, summary], index) => ({
      unit,
      section,
      kind,
      summary,
      anchor:
        unit === "brook"
          ? { sections: ["2"] }
          : { table: "bells", key: String(index < 2 ? index + 1 : index) },
      ...(hash[unit] === undefined ? {} : { hash: { en: hash[unit] } }),
    })),
  };
}

/** A folder with the rulebook in `rules`. */
export function millFolder(hash: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "rules/mill.mderule": millRules,
    "rules/documents/mill.json": JSON.stringify(millLedger(hash)),
  });
  return folder;
}
