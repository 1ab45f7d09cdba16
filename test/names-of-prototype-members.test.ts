import { test } from "uvu";
import * as assert from "uvu/assert";
import { plainText } from "../src/coverage/plain-text.ts";
import { antivirusStatus } from "../src/explain/in-hand/antivirus-status.ts";
import { eventRecords } from "../src/explain/in-hand/event-records.ts";
import { services } from "../src/explain/in-hand/services.ts";
import { kinds } from "../src/kinds/index.ts";
import { typicalDevice } from "../src/simulate/device.ts";
import { project, runIn } from "./commands/run-in.ts";

// Every object has `constructor` and `toString`; whoever writes such a name means the name.

const names = ["constructor", "toString", "__proto__", "hasOwnProperty"];

test("entities of a page and of an event", () => {
  for (const name of names) {
    assert.not.match(plainText(`a &${name}; b`), /native code|object Object/);
    const xml = `<Event><System><Provider Name="x"/><EventID>15</EventID><Channel>Application</Channel></System><EventData><Data>&${name};</Data></EventData></Event>`;
    assert.not.match(JSON.stringify(eventRecords(xml)), /native code|object Object/);
  }
});

test("what people paste and ask", async () => {
  for (const name of names) {
    assert.equal(antivirusStatus(`AMRunningMode : ${name}`), []);
    services(`SERVICE_NAME: ${name}\n        STATE : 4 ${name.toUpperCase()}\n`);
    services(
      `Status   Name               DisplayName\n------   ----               -----------\n${name}  Sense  x\n`,
    );
    const { exitCode, stderr } = await runIn(project(), ["explain", name, "15"]);
    assert.is(exitCode, 1, name);
    assert.not.match(stderr, "itself made a mistake", name);
    assert.is((await runIn(project(), [name])).exitCode, 2, name);
  }
});

test("capabilities and files of a device", () => {
  const property = (kind: string, name: string) =>
    kinds.find((each) => each.name === kind)!.properties.find((each) => each.name === name)!;
  for (const name of names) {
    const device = { ...typicalDevice(), elevated: true };
    const state = property("capability", "state").simulation;
    assert.equal(state.read(device, { name }, {} as never), { known: true, value: undefined });
    const presence = property("file", "presence").simulation;
    assert.equal(presence.read(device, { path: name }, {} as never), { known: true, value: undefined });
  }
});

test.run();
