import { writeSync } from "node:fs";
import { diskErrorReason } from "./output/disk-error.ts";

/** Ends the program where what it prints cannot be written, for example to a full disk: then it has not done its work. */
export function watchOutput(stream: NodeJS.WriteStream, name: string): void {
  stream.on("error", (error) => {
    // `mderules build | head` closes the stream; that is no mistake.
    if ((error as NodeJS.ErrnoException).code === "EPIPE") process.exit();
    try {
      writeSync(2, `error: ${name} cannot be written: ${diskErrorReason(error as NodeJS.ErrnoException)}\n`);
    } catch {
      // The error stream leads to the same place; the exit code says it.
    }
    process.exit(2);
  });
}
