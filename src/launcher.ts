import { version } from "../generated/version.js";
import { watchOutput } from "./lost-output.ts";

watchOutput(process.stdout, "standard output");
// Where the version is all that is asked for, nothing else is loaded: not even what tells that nothing has changed.
const commandLine = process.argv.slice(2);
if (commandLine.length === 1 && commandLine[0] === "--version") process.stdout.write(`${version}\n`);
else void import("./launch.ts").then(({ launch }) => launch(commandLine));
