import { diskErrorReason, isDiskError } from "../output/disk-error.ts";
import type { World } from "./world.ts";

/** What standard input holds, or why it cannot be had: it may be a folder, or without an end. */
export async function readInput({ stdin }: World): Promise<Buffer | { readonly reason: string }> {
  try {
    return (await stdin?.()) ?? Buffer.alloc(0);
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return { reason: diskErrorReason(error) };
  }
}
