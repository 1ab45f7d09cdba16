import { tableOf } from "../text/table.ts";

/** Of an error whose message says how much is too much. */
export const tooLargeCode = "too large";

const reasons: ReadonlyMap<string, string> = tableOf({
  EACCES: "access is denied",
  EPERM: "access is denied",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOENT: "it does not exist",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is not a folder",
  EEXIST: "something else is in its place",
  ENOTEMPTY: "something else is in its place",
  EBUSY: "another program uses it",
  ENAMETOOLONG: "its path is too long",
  ELOOP: "its links lead in a circle",
  EMFILE: "too many files are open",
  EIO: "the disk reports an error",
  ESTALE: "the file server no longer knows it",
  ETIMEDOUT: "the file server does not answer",
  EHOSTDOWN: "the file server does not answer",
  EHOSTUNREACH: "the file server does not answer",
  ENOTCONN: "the connection to the file server is lost",
  EREMOTEIO: "the file server reports an error",
  ENOLCK: "the file server has no locks left",
  EXDEV: "it is on another disk",
  EFBIG: "it is larger than the disk takes",
  EINVAL: "the disk does not take such a name",
  ENXIO: "it is a socket or a pipe that nobody listens to",
  ENODEV: "it is a device that is not there",
  ETXTBSY: "another program runs it",
  EMLINK: "the disk takes no more entries there",
  ENFILE: "too many files are open",
  ENOTSUP: "the disk cannot do this",
  EOPNOTSUPP: "the disk cannot do this",
  ERR_FS_FILE_TOO_LARGE: "it is too large",
  "is a pipe": "it is a pipe, not a file",
  "is a socket": "it is a socket, not a file",
  "is a device": "it is a device, not a file",
});

/** Whether an exception comes from the file system: a disk that is full or refuses, not a mistake of the compiler. */
export function isDiskError(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { syscall, code } = error as NodeJS.ErrnoException;
  return typeof syscall === "string" || code === "ERR_FS_FILE_TOO_LARGE";
}

/** What a disk error means, in words that go after "cannot be read: " and the like. */
export function diskErrorReason(error: NodeJS.ErrnoException): string {
  // A folder is made with all those above it: what is missing is a place that takes folders, as in /proc.
  if (error.syscall === "mkdir" && error.code === "ENOENT") return "no folder can be made there";
  if (error.code === tooLargeCode) return error.message;
  return reasons.get(error.code ?? "") ?? error.code ?? error.message;
}
