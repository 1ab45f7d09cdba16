import { library } from "../../../generated/library.js";
import { windowsText } from "../../encode/windows-text.ts";
import { powershellComment } from "../../encode/powershell.ts";
import type { OutputFile, Program } from "../target.ts";
import { render } from "../templates.ts";
import { libraryHeading } from "./library.ts";

export const libraryName = "library.ps1";

/** Every function of the library in one file, to be read and signed off once; every script holds some of them. */
export function libraryFile({ version, sign }: Pick<Program, "version" | "sign">): OutputFile {
  const view = {
    libraryHeading: libraryHeading(powershellComment(version), library.length),
    functions: library.map(({ text }) => text),
  };
  const text = windowsText(render("powershell/library", view));
  return {
    path: libraryName,
    content: sign?.(libraryName, text) ?? text,
    target: undefined,
    role: "library",
    rule: undefined,
    covers: [],
  };
}
