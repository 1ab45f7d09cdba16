import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { digest } from "../../src/output/digest.ts";
import { fileDigest } from "../../src/output/file-digest.ts";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";

test("the digest of a file of any size is that of its bytes", () => {
  const folder = temporaryFolder();
  for (const size of [0, 1, 5000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000]) {
    const bytes = Buffer.alloc(size, "abc");
    writeFiles(folder, { file: bytes });
    assert.is(fileDigest(join(folder, "file")), digest(bytes), String(size));
  }
  assert.throws(() => fileDigest(join(folder, "missing")), /ENOENT/);
});

test.run();
