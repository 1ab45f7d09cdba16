import { test } from "uvu";
import * as assert from "uvu/assert";
import { askedOf } from "../../src/explain/asked.ts";
import { findMatches } from "../../src/explain/find-matches.ts";
import { inHandText, isInHand } from "../../src/explain/in-hand-text.ts";
import { subjectsOf } from "../../src/explain/subject.ts";
import { words } from "../../src/explain/words.ts";
import { shippedProgram } from "../shipped-program.ts";

const subjects = subjectsOf(shippedProgram());

/** The rules that are about what a text says; those that only touch on it are left out. */
function answers(text: string): string {
  const asked = askedOf(text, subjects);
  const matches = asked.length === 0 ? [] : findMatches(asked, subjects);
  const direct = matches.filter((match) => match.direct);
  return direct.map(({ subject }) => subject.id).join(" ");
}

function read(text: string): string[] {
  const asked = askedOf(text, subjects).filter(isInHand);
  return asked.map((each) => inHandText(each, words.en));
}

const logged = (id: number, message: string, level = 1): string =>
  `[Error Id: ${id}, Error Level: ${level}] Something did not work. Error message: ${message}`;

test("a line of the onboarding script leads to the rule of its id", () => {
  for (const id of [5, 10, 30, 35, 40, 65, 70])
    assert.is(answers(logged(id, "Access is denied.")), `script-event-${id}`, String(id));
  assert.is(answers(logged(99, "System error 577 has occurred.")), "");
});

test("and of its error, in any language and spelling; the level is no error", () => {
  for (const message of [
    "System error 577 has occurred.",
    "L\u2019erreur syst\u00e8me 1058 s\u2019est produite.",
    "Systemfehler\r\n  577 aufgetreten.",
    "0x80070241",
    "0x422",
    "-2147023838",
  ])
    assert.is(answers(logged(15, message)), "script-event-15-elam", message);
  for (const message of ["The service name is invalid.", "System error 5 has occurred.", "1577", "x 5770"])
    assert.is(answers(logged(15, message, 577)), "script-event-15-state", message);
  assert.ok(read(logged(15, "The service name is invalid.")).includes("service Sense state is missing"));
  assert.ok(read(logged(15, "NET HELPMSG 2185")).includes("service Sense state is missing"));
});

test("wherever the lines stand, and several of them", () => {
  const several = `C:\\> onboard.cmd\r\n\t${logged(35, "x").toUpperCase()}\r\n${logged(65, "y")}\r\nPress any key`;
  assert.is(answers(several), "script-event-35 script-event-65");
  assert.is(answers(`Error Id : 40 ,\n Error Level : 1\n no`), "script-event-40");
});

const fields = (names: readonly [string, string, string, string], id: number, level: string): string =>
  [
    `Log Name:      Application`,
    `${names[0]}        WDATPOnboarding`,
    `Date:          11/28/2026 5:40:00 AM`,
    `${names[1]}      ${id}`,
    `${names[2]}         ${level}`,
    `Computer:      PC-65.example.com`,
    names[3],
    logged(id, "System error 577 has occurred."),
  ].join("\r\n");

test("text that Event Viewer copies, in several languages", () => {
  const english = ["Source:", "Event ID:", "Level:", "Description:"] as const;
  const french = [
    "Source\u00a0:",
    "ID de l\u2019\u00e9v\u00e9nement\u00a0:",
    "Niveau\u00a0:",
    "Description\u00a0:",
  ] as const;
  const german = ["Quelle:", "Ereignis-ID:", "Ebene:", "Beschreibung:"] as const;
  assert.is(answers(fields(english, 15, "Error")), "script-event-15-elam");
  assert.is(answers(fields(french, 15, "Erreur")), "script-event-15-elam");
  assert.is(answers(fields(german, 15, "Fehler")), "script-event-15-elam");
  assert.is(
    answers(`${fields(english, 35, "Error")}\r\n\r\n${fields(english, 40, "Error")}`),
    "script-event-35 script-event-40",
  );
  // Success has ids of errors, too.
  assert.is(answers(fields(english, 10, "Information")), "");
  assert.is(
    answers("Event ID: 15, Source: WDATPOnboarding, Level: Error"),
    "script-event-15-state script-event-15-elam",
  );
});

test("XML, with the error in its data", () => {
  const xml = (provider: string, id: number, level: number, data: string): string => `- <Event xmlns="x">
- <System>
  <Provider Name="${provider}" Guid="{cb2ff72d-d4e4-585d-33f9-f3a395c40be7}" />
  <EventID Qualifiers="0">${id}</EventID>
  <Level>${level}</Level>
  </System>
- <EventData>
  <Data>${data}</Data>
  </EventData>
  </Event>`;
  assert.is(
    answers(xml("WDATPOnboarding", 15, 2, "a &lt;b&gt; System error 577 &amp;#10;")),
    "script-event-15-elam",
  );
  assert.is(answers(xml("WDATPOnboarding", 15, 2, "System error 5")), "script-event-15-state");
  assert.is(answers(xml("WDATPOnboarding", 15, 4, "x")), "");
  assert.is(
    answers(xml("Microsoft-Windows-SENSE", 7, 2, "5") + xml("WDATPOnboarding", 40, 2, "x")),
    "script-event-40 sense-event-7",
  );
});

test("CSV, with and without a heading", () => {
  const message = `"[Error Id: 15, Error Level: 1] a ""b"",\r\n c. System error 577"`;
  const row = `11/28/2026 5:40:00 AM,WDATPOnboarding,15,(1),${message}`;
  assert.is(
    answers(`Level,Date and Time,Source,Event ID,Task Category\r\nError,${row}`),
    "script-event-15-elam",
  );
  assert.is(
    answers(`Niveau,Date et heure,Source,ID de l\u2019\u00e9v\u00e9nement,Cat\u00e9gorie\r\nErreur,${row}`),
    "script-event-15-elam",
  );
  assert.is(answers(`Error,${row}`), "script-event-15-elam");
  assert.is(answers(`Information,${row}`), "");
  assert.is(answers('"Id";"ProviderName";"Message"\n"6";"Microsoft-Windows-SENSE";"x"'), "sense-event-6");
});

test("Get-WinEvent as a list", () => {
  const list = `TimeCreated  : 11/28/2026 5:40:00 AM
ProviderName : Microsoft-Windows-SENSE
Id           : 25
Message      : The service failed to reset
               the status: 15`;
  assert.is(answers(list), "sense-event-25");
});

test("sc and Get-Service", () => {
  const query = `\r\nSERVICE_NAME: diagtrack \r\n        TYPE               : 10  WIN32_OWN_PROCESS  \r\n        STATE              : 1  STOPPED \r\n        WIN32_EXIT_CODE    : 1077  (0x435)\r\n`;
  assert.equal(read(query), ["service diagtrack state is stopped"]);
  assert.ok(answers(query).includes("diagtrack-running"));
  const configuration = `NOMBRE_SERVICIO: DiagTrack\n TIPO : 10 WIN32_OWN_PROCESS\n TIPO_INICIO : 4 DISABLED\n CONTROL : 1 NORMAL\n`;
  assert.equal(read(configuration), ["service DiagTrack start is disabled"]);
  assert.equal(read("SERVICE_NAME: x\n START_TYPE : 2 AUTO_START (DELAYED)\n"), [
    "service x start is automatic-delayed",
  ]);
  assert.equal(read("SERVICE_NAME: sense\n STATE : 1 STOPPED\n WIN32_EXIT_CODE : 577 (0x241)\n"), [
    "service sense state is stopped",
    "error 577",
  ]);
  assert.equal(
    read("C:\\>sc.exe queryex Sense\n[SC] EnumQueryServicesStatus:OpenService \u00c9CHEC(S) 1060 :\n"),
    ["service Sense state is missing"],
  );
  assert.equal(read("[SC] OpenService FAILED 5:\n\nAccess is denied."), ["error 5"]);
  const table =
    "Status   Name               DisplayName\n------   ----               -----------\nStopped  DiagTrack          Connected User Experiences\n";
  assert.equal(read(table), ["service DiagTrack state is stopped"]);
  assert.equal(read("Name      : Sense\nStatus    : StartPending\nStartType : Manual\n"), [
    "service Sense state is start-pending",
    "service Sense start is manual",
  ]);
});

test("Get-MpComputerStatus", () => {
  const status = (mode: string, version: string): string =>
    `AMEngineVersion : 1.1.24090.11\nAMProductVersion : ${version}\nAMRunningMode : ${mode}\nAMServiceEnabled : True\n`;
  assert.equal(read(status("EDR Block Mode", "4.18.2001.10")), [
    "defender platform is 4.18.2001.10",
    "defender mode is edr-block",
  ]);
  assert.equal(read(status("Not running", "0.0.0.0")), ["defender mode is not-running"]);
});

test("of other long texts only numbers that say what they are", () => {
  assert.is(answers("line 15 of 65\nat 10:30 on 2026-11-05"), "");
  assert.ok(answers("what I saw:\nevent 65").includes("script-event-65"));
});

test.run();
