import fc from "fast-check";
import { hostilePieces, ruleLine, ruleText, writtenText } from "./hostile-text.ts";

/** The texts of a rule, each of them the author's, as far as the language lets each be anything. */
export interface HostileTexts {
  readonly titles: readonly [en: string, fr: string];
  readonly cause: readonly [en: string, fr: string];
  readonly note: readonly [en: string, fr: string];
  readonly noteSource: string;
  readonly reported: string;
  readonly advice: readonly [en: string, fr: string];
  readonly support: string;
  readonly scenario: string;
  /** The last part of a registry key, and names of values in it. */
  readonly key: string;
  readonly names: readonly [defined: string, first: string, second: string, reported: string];
  /** What the values are compared with, set to, and what they are on the device. */
  readonly wanted: readonly [defined: string, first: string, second: string];
  readonly found: readonly [first: string, second: string, reported: string];
  readonly service: string;
  readonly file: string;
  readonly provider: string;
  readonly log: string;
  readonly dataName: string;
  readonly data: readonly [byPosition: string, byName: string];
  readonly applicationTitles: readonly [en: string, fr: string];
  readonly publisher: string;
  readonly install: string;
  readonly uninstall: string;
  readonly platform: string;
}

/** What the kinds of src/kinds refuse. */
const refused = {
  key: /[*?/\\\p{Cc}\p{Cf}\p{Cs}]/gu,
  value: /[*?[\]\p{Cc}]/gu,
  service: /[\\/"*?[\]`\p{Cc}\p{Cf}\p{Cs}]/gu,
  file: /[:*?"<>|%/\\\p{Cc}\p{Cf}\p{Cs}]/gu,
  event: /[*?[\]`]/g,
  /** Events have it in an attribute of XML, which knows no line ends. */
  data: /\p{Cc}/gu,
};
/** What stands in a path or names a service has no space at its ends, is no dots alone, and is not too long. */
const plain = (text: string): string => {
  const inner = text
    .slice(0, 200)
    .replace(/[\p{Cf}\p{Cs}]/gu, "")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  return /^\.*$/.test(inner) ? "Name" : inner;
};
const key = ruleLine(refused.key, "Key").map(plain);
const valueName = ruleLine(refused.value, "Name");
const serviceName = ruleLine(refused.service, "Service").map(plain);
const fileName = ruleLine(refused.file, "file.exe").map(plain);
const eventName = ruleLine(refused.event, "Name");
const dataName = ruleLine(refused.data, "name");
/** A command line is one line, and Windows has to find a program in it. */
const command = ruleLine(/\n/g, "x").map((line) => `program.exe ${line}`);
/** What people read has to say something. */
const phrase = ruleText.map((text) => (text.trim() === "" ? `${text}.` : text));
const named = <Length extends number>(text: fc.Arbitrary<string>, length: Length) =>
  fc.array(text, { minLength: length, maxLength: length }).map((texts) => texts as never);

export const hostileTexts: fc.Arbitrary<HostileTexts> = fc.record({
  titles: named(phrase, 2),
  cause: named(phrase, 2),
  note: named(phrase, 2),
  noteSource: ruleText,
  reported: ruleText,
  advice: named(phrase, 2),
  support: phrase,
  scenario: phrase,
  key,
  // Names of values on one device are different ones.
  names: named(valueName, 4).map(
    (names: readonly string[]) => names.map((name, index) => `${name}${index}`) as never,
  ),
  // The application is detected by the first.
  wanted: fc.tuple(phrase, ruleText, ruleText),
  found: named(ruleText, 3),
  service: serviceName,
  file: fileName,
  provider: eventName,
  log: eventName,
  dataName,
  // PowerShell drops a text of XML that is but white space.
  data: fc.tuple(
    ruleText,
    ruleText.map((text) => (/^[ \t\n]+$/.test(text) ? "" : text)),
  ),
  applicationTitles: named(phrase, 2),
  publisher: phrase,
  install: command,
  uninstall: command,
  platform: phrase,
});

/** Texts that are words; which they are tells where they stand. */
export const harmlessTexts: HostileTexts = {
  titles: ["title", "titre"],
  cause: ["cause", "cause en fran\u00e7ais"],
  note: ["note", "note en fran\u00e7ais"],
  noteSource: "source",
  reported: "reported",
  advice: ["advice", "conseil"],
  support: "support",
  scenario: "scenario",
  key: "Key",
  names: ["Defined", "First", "Second", "Reported"],
  wanted: ["defined", "wanted", "wanted too"],
  found: ["found", "found too", "found and reported"],
  service: "Service",
  file: "file.exe",
  provider: "Provider",
  log: "Log",
  dataName: "name",
  data: ["first datum", "second datum"],
  applicationTitles: ["application", "application en fran\u00e7ais"],
  publisher: "Publisher",
  install: "install.exe",
  uninstall: "uninstall.exe",
  platform: "platform",
};

/** Texts that are alike in ASCII, or look like a variable, a path or a parameter where there is none. */
export const deceptiveTexts: HostileTexts = {
  ...harmlessTexts,
  titles: [".NET is old", ".SYNOPSIS"],
  cause: [`${"x".repeat(90)} .NET is old`, ".NOTES"],
  key: "$thing",
  names: ["%ProgramData%\\a", "\u4e2d", "\u6587", "%SystemRoot%\\b"],
  wanted: ["--%", "$null", "%SystemRoot%\\c"],
  found: ["--%", "%TEMP%", "--%"],
  service: "--%",
  file: "\u2014",
  data: ["--%", "1"],
  applicationTitles: ["--%", "%TEMP%"],
};

/** Every piece, in every place that takes it. */
export function everyPiece(): HostileTexts {
  const all = `a${hostilePieces.filter((piece) => !piece.includes('""')).join("a")}`;
  const without = (pattern: RegExp): string => all.replaceAll("\n", "").replace(pattern, "");
  const names = without(refused.value).slice(0, 200);
  return {
    titles: [all, `fr ${all}`],
    cause: [all, `fr ${all}`],
    note: [all, `fr ${all}`],
    noteSource: all,
    reported: all,
    advice: [all, `fr ${all}`],
    support: all,
    scenario: all,
    key: plain(without(refused.key)),
    names: [`${names}0`, `${names}1`, `${names}2`, `${names}3`],
    wanted: [`${all}0`, `${all}1`, `${all}2`],
    found: [`${all}1'`, `${all}2 `, all],
    service: plain(without(refused.service)),
    file: plain(without(refused.file)),
    provider: without(refused.event).slice(0, 200),
    log: without(refused.event).slice(0, 200),
    dataName: without(refused.data),
    data: [all, all],
    applicationTitles: [all.slice(0, 200), `fr ${all.slice(-200)}`],
    publisher: all.slice(0, 200),
    install: `program.exe ${without(/\n/g)}`,
    uninstall: `program.exe ${without(/\n/g)}`,
    platform: all,
  };
}

/** The key of the rule, as the model has it. */
export function keyOf({ key }: HostileTexts): string {
  return `HKLM\\SOFTWARE\\Contoso\\${key}`;
}

/** A rule file with these texts: a definition, a rule with a scenario, a rule for what events name, an application. */
export function hostileSource(texts: HostileTexts, index: number): string {
  const { titles, cause, note, advice, names, wanted, found, data } = texts;
  const written = writtenText;
  const value = (name: string): string => `registry ${written(keyOf(texts))} ${written(name)}`;
  const events = `from ${written(texts.provider)} in ${written(texts.log)}`;
  const file = `file ${written(`%ProgramData%\\${texts.file}`)}`;
  const event = `event 5 ${events}`;
  return `document manual

define defined-${index}: ${value(names[0])} is ${written(wanted[0])}

rule hostile-${index} {
  title ${written(titles[0])}
  title fr ${written(titles[1])}
  covers unit-a
  severity error
  cause ${written(cause[0])}
  cause fr ${written(cause[1])}
  note ${written(note[0])} source ${written(texts.noteSource)}
  note fr ${written(note[1])}
  reported state ${written(texts.reported)}
  applies when defined-${index} and ${file} is present
  symptom ${event} within 7 days
    where (data 1 contains ${written(data[0])} and data 1 is ${written(data[0])} and data ${written(texts.dataName)} is one of (${written(data[1])}, "other"))
  check ${value(names[1])} is ${written(wanted[1])}
  check ${value(names[2])} is one of (${written(wanted[2])}, ${written(wanted[1])})
  check service ${written(texts.service)} start is automatic
  report ${value(names[3])}
  fix when ${value(names[1])} contains ${written(wanted[1])} or ${value(names[1])} is ${written(found[0])} {
    set ${value(names[1])} to ${written(wanted[1])}
    set ${value(names[2])} to ${written(wanted[2])} as expand-string
    set service ${written(texts.service)} start to automatic
  }
  fix otherwise {
    advise ${written(advice[0])}
    advise fr ${written(advice[1])}
    support ${written(texts.support)}
  }
  scenario ${written(texts.scenario)} {
    given ${event} with (${written(data[0])}, ${written(data[1])})
    given ${file} present
    given ${value(names[0])} ${written(wanted[0])}
    given ${value(names[1])} ${written(found[0])}
    given ${value(names[2])} ${written(found[1])} as expand-string
    given ${value(names[3])} ${written(found[2])}
    given service ${written(texts.service)} start manual
    expect unhealthy then fixed
    after fix ${value(names[1])} ${written(wanted[1])}
  }
}

rule each-${index} {
  title ${written(titles[0])}
  covers unit-a
  severity warning
  each thing among (${written(names[1])}, ${written(names[2])}) in data 1 of event 6 ${events} within 7 days
  check registry ${written(keyOf(texts))} $thing is ${written(wanted[1])}
  fix set registry ${written(keyOf(texts))} $thing to ${written(wanted[1])}
  fix advise ${written(advice[0])}
  scenario ${written(texts.scenario)} {
    given event 6 ${events} with (${written(names[1])})
    given event 6 ${events} with (${written(names[2])})
    given ${value(names[1])} ${written(wanted[1])}
    given ${value(names[2])} ${written(found[1])}
    expect unhealthy then fixed
  }
}

application hostile-application-${index} {
  title ${written(texts.applicationTitles[0])}
  title fr ${written(texts.applicationTitles[1])}
  covers unit-a
  note ${written(note[0])} source ${written(texts.noteSource)}
  publisher ${written(texts.publisher)}
  install ${written(texts.install)}
  uninstall ${written(texts.uninstall)}
  detect ${value(names[0])} is ${written(wanted[0])}
  requires platform ${written(texts.platform)}
}
`;
}
