import { library } from "../../../generated/library.js";
import { windowsText } from "../../encode/windows-text.ts";
import { powershellComment } from "../../encode/powershell.ts";
import type { OutputFile } from "../target.ts";
import { render } from "../templates.ts";
import { libraryHeading } from "./library.ts";

/** Every function of the library in one file, to be read and signed off once; every script holds some of them. */
export function libraryFile(version: string): OutputFile {
  const view = {
    libraryHeading: libraryHeading(powershellComment(version), library.length),
    functions: library.map(({ text }) => text),
  };
  return {
    path: "library.ps1",
    content: windowsText(render("powershell/library", view)),
    target: undefined,
    role: "library",
    rule: undefined,
    covers: [],
  };
}
