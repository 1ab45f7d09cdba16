// Rulebooks of any size, made of rules as people write them: ten to thirty lines, with texts, conditions and scenarios.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const rulesAFile = 100;

const shapes = [
  (id) => `rule start-type-${id} {
  title    "The diagnostic data service starts automatically (${id})"
  title fr "Le service de données de diagnostic démarre automatiquement (${id})"
  covers   unit-${id % 50}
  severity warning
  applies  when windows build < 17763

  check    service DiagTrack start is automatic
  fix      set service DiagTrack start to automatic

  scenario "an optimiser set it to manual" {
    given  windows build 14393
    given  service DiagTrack start manual
    expect unhealthy
    after fix service DiagTrack start automatic
  }
}
`,
  (id) => `rule policy-cleared-${id} {
  title    "No policy turns the sensor off (${id})"
  covers   unit-${id % 50}
  severity error

  check    registry "HKLM\\SOFTWARE\\Policies\\Vendor\\Product ${id}" Disable is missing
  check    registry "HKLM\\SOFTWARE\\Policies\\Vendor\\Product ${id}" Mode is one of (0, 2, 4)
        or windows product is server
  fix {
    set registry "HKLM\\SOFTWARE\\Policies\\Vendor\\Product ${id}" Disable to missing
    set registry "HKLM\\SOFTWARE\\Policies\\Vendor\\Product ${id}" Mode to 2
    advise    "Clear the value in the policy that sets it too, or it comes back with the next refresh."
    advise fr "Effacez aussi la valeur dans la stratégie qui la définit, sinon elle revient à la prochaine actualisation."
  }

  scenario "the policy is there" {
    given  registry "HKLM\\SOFTWARE\\Policies\\Vendor\\Product ${id}" Disable 1
    expect unhealthy then fixed
  }
}
`,
  (id) => `rule could-not-start-${id} {
  title    "The onboarding script could start the sensor (${id})"
  covers   unit-${id % 50}
  severity error

  symptom  event ${15 + (id % 60)} from WDATPOnboarding in Application within 7 days
  check    service Sense state is running
  fix      when service Sense state is start-pending and windows build is 14393 {
             restart needed
             advise "If a restart does not help, install the update and onboard again."
           }
  fix      otherwise {
             set service Sense state to running within 60 seconds
           }

  // What a newly built device looks like.
  scenario "the sensor is stopped" {
    given  event ${15 + (id % 60)} from WDATPOnboarding in Application aged 2 hours
    given  service Sense state stopped
    expect unhealthy
  }
}
`,
];

/** Writes a rulebook of so many rules into a folder; the bytes of its rules. */
export function writeRulebook(folder, count) {
  mkdirSync(join(folder, "documents"), { recursive: true });
  const units = Array.from({ length: 50 }, (_, index) => ({ unit: `unit-${index}` }));
  writeFileSync(join(folder, "documents/bench.json"), JSON.stringify({ document: "bench", units }));
  let bytes = 0;
  for (let first = 0; first < count; first += rulesAFile) {
    const ids = Array.from({ length: Math.min(rulesAFile, count - first) }, (_, index) => first + index);
    const text = `document bench\n\n${ids.map((id) => shapes[id % shapes.length](id)).join("\n")}`;
    bytes += Buffer.byteLength(text);
    writeFileSync(join(folder, `chapter-${String(first).padStart(6, "0")}.mderule`), text);
  }
  return bytes;
}
