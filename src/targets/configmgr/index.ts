import { utf16Bytes } from "../../encode/utf16.ts";
import { windowsText } from "../../encode/windows-text.ts";
import type { OutputFile, Program, Target } from "../target.ts";
import { applicationXml } from "./application-xml.ts";
import { importScript } from "./import-script.ts";
import { readme } from "./readme.ts";
import { applicationView } from "./view.ts";

/** Applications for Configuration Manager, a folder each. */
export const configmgr: Target = { name: "configmgr", emit };

function* emit(program: Program): Generator<OutputFile> {
  for (const application of program.applications) {
    const view = applicationView(application, program);
    const file = (name: string, role: OutputFile["role"], content: string | Uint8Array): OutputFile => ({
      path: `configmgr/${application.id}/${name}`,
      content,
      target: "configmgr",
      role,
      rule: application.id,
      covers: application.covers,
    });
    yield file("Application.xml", "application", utf16Bytes(windowsText(applicationXml(view))));
    yield file("Import-Application.ps1", "import", importScript(view));
    yield file("README.md", "readme", readme(view));
  }
}
