import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** The process that holds an output folder, in words that mean something on other machines and in other containers. */
export interface Owner {
  /** Of this claim alone; also the name of the folder that it holds. */
  readonly token: string;
  readonly host: string;
  /** Which start of the machine, and which container of it, as far as the system tells. */
  readonly boot: string | undefined;
  readonly namespace: string | undefined;
  readonly pid: number;
  /** When the process began, in the system's own count: numbers of processes are given again. */
  readonly started: string | undefined;
  /** When the claim was made, for people: ISO 8601. Clocks of machines differ, so nothing is decided by it. */
  readonly since: string;
}

export function thisOwner(token: string): Owner {
  return {
    token,
    host: hostname(),
    boot: bootId(),
    namespace: attempt(() => readlinkSync("/proc/self/ns/pid")),
    pid: process.pid,
    started: startOf("self"),
    since: new Date().toISOString(),
  };
}

/** The owner in a text, or undefined where the text is none. */
export function readOwner(text: string): Owner | undefined {
  const value = attempt(() => JSON.parse(text) as unknown);
  if (typeof value !== "object" || value === null) return undefined;
  const { token, host, boot, namespace, pid, started, since } = value as Record<string, unknown>;
  const isText = (each: unknown): each is string => typeof each === "string" && each.length < 300;
  const isMaybeText = (each: unknown): each is string | undefined => each === undefined || isText(each);
  if (!isText(token) || !isText(host) || !isText(since) || !isMaybeText(boot)) return undefined;
  if (!isMaybeText(namespace) || !isMaybeText(started) || !isProcessNumber(pid)) return undefined;
  return { token, host, boot, namespace, pid, started, since };
}

/**
 * Whether an owner still runs, seen from this process. A process of another container or machine cannot be seen. One
 * process writes one output after the other, so what this one owned before has ended.
 */
export function stateOf(owner: Owner): "runs" | "ended" | "unknown" {
  const here = thisOwner("");
  if (owner.host !== here.host || owner.boot !== here.boot || owner.namespace !== here.namespace)
    return "unknown";
  const isLinux = process.platform === "linux";
  // Without these nothing tells this container from another one.
  if (isLinux && (here.boot === undefined || here.namespace === undefined)) return "unknown";
  if (owner.pid === process.pid || !processExists(owner.pid)) return "ended";
  // /proc may be that of another container, and then its numbers are others.
  const numbersFit = attempt(() => readlinkSync("/proc/self")) === String(process.pid);
  if (!isLinux || !numbersFit || owner.started === undefined) return "unknown";
  return startOf(owner.pid) === owner.started ? "runs" : "ended";
}

export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

export function isProcessNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** Which start of the machine this is; undefined where the system does not tell. */
export function bootId(): string | undefined {
  return attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
}

/** The 22nd field of `/proc/PID/stat`, the 20th after the name, which stands in parentheses and may hold anything. */
function startOf(pid: number | "self"): string | undefined {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  return text?.slice(text.lastIndexOf(")") + 2).split(" ")[19];
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
