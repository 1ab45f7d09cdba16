import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** The site's own command did not sign a script. The message says why. */
export class SigningFailure extends Error {}

/** How long one call may take: a signer that waits for a person would wait for ever. */
const longest = 120_000;
const signatureBlock = "# SIG # Begin signature block";

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
      const signed = readFileSync(file);
      if (!signed.includes(signatureBlock)) {
        throw new SigningFailure(`${path} was not signed: the command left no signature in the file`);
      }
      // With an enforced signature check a byte order mark is refused; every other byte has to be ASCII.
      if (signed.some((byte) => byte > 0x7e)) {
        throw new SigningFailure(`${path} was not signed: the command changed the encoding of the file`);
      }
      return signed;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}
