import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { diskErrorReason, isDiskError } from "../output/disk-error.ts";
import { readRegularFile } from "../output/read-regular-file.ts";

/** The site's own command did not sign a script. The message says why. */
export class SigningFailure extends Error {}

/** How long one call may take: a signer that waits for a person would wait for ever. */
const longest = 120_000;

/**
 * What Set-AuthenticodeSignature leaves, and other signers alike (read in jsign, SignableScript.java): the script, a
 * line end, and a block of comments up to the end of the file.
 */
const signatureBlock =
  /^(?:\r?\n)*# SIG # Begin signature block\r?\n(?:#(?: [ -~]*)?\r?\n)*?# SIG # End signature block(?:\r?\n)*$/;

/**
 * What signs scripts with the site's own command, run by the shell for each: `{file}` in it stands for the script's
 * path, which comes last where it does not say. It signs the file in its place; the bytes that it leaves are returned.
 */
export function scriptSigner(command: string): (path: string, text: string) => Uint8Array {
  return (path, text) => {
    const folder = mkdtempSync(join(tmpdir(), "mderules-sign-"));
    try {
      const file = join(folder, basename(path));
      writeFileSync(file, text);
      const quoted = `"${file}"`;
      const line = command.includes("{file}")
        ? command.replaceAll("{file}", () => quoted)
        : `${command} ${quoted}`;
      const ran = spawnSync(line, {
        shell: true,
        encoding: "utf8",
        timeout: longest,
        stdio: ["ignore", "pipe", "pipe"],
      });
      if (ran.error !== undefined) throw new SigningFailure(`${path} was not signed: ${ran.error.message}`);
      if (ran.status !== 0) {
        const said = `${ran.stderr}${ran.stdout}`.trim().split("\n")[0] ?? "";
        throw new SigningFailure(
          `${path} was not signed: the command ended with ${ran.status ?? "a signal"}${said === "" ? "" : `, ${said}`}`,
        );
      }
      const signed = readSigned(file, path);
      const problem = problemOfSigned(signed, Buffer.from(text));
      if (problem !== undefined) throw new SigningFailure(`${path} was not signed: the command ${problem}`);
      return signed;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** What is wrong with what the signer left of a script: it may add a signature behind it, and nothing else. */
function problemOfSigned(signed: Buffer, script: Buffer): string | undefined {
  // With an enforced signature check a byte order mark is refused; every other byte has to be ASCII.
  if (signed.some((byte) => byte > 0x7e)) return "changed the encoding of the file";
  if (!signed.includes("# SIG # Begin signature block")) return "left no signature in the file";
  if (!signed.subarray(0, script.length).equals(script)) return "changed the script before its signature";
  return signatureBlock.test(signed.subarray(script.length).toString("latin1"))
    ? undefined
    : "left something else than one signature behind the script";
}

function readSigned(file: string, path: string): Buffer {
  try {
    return readRegularFile(file);
  } catch (error) {
    if (!isDiskError(error)) throw error;
    throw new SigningFailure(
      `${path} was not signed: what the command left cannot be read: ${diskErrorReason(error)}`,
    );
  }
}
