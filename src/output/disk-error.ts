const reasons: Readonly<Record<string, string>> = {
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
};

/** Whether an exception comes from the file system: a disk that is full or refuses, not a mistake of the compiler. */
export function isDiskError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";
}

/** What a disk error means, in words that go after "cannot be read: " and the like. */
export function diskErrorReason(error: NodeJS.ErrnoException): string {
  return reasons[error.code ?? ""] ?? error.code ?? error.message;
}
