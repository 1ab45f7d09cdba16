/** What a command may know of and say to the world around it, so that tests can be the world. */
export interface World {
  /** The working folder, absolute. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** Everything that standard input holds, for the commands that read it. */
  readonly stdin?: () => Promise<Buffer>;
  /** Milliseconds since the process began. */
  readonly elapsed: () => number;
  /** Tells one build of mderules from another where the version does not: a digest of the program. */
  readonly program: string;
}

export interface Stream {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Undefined where it is not a terminal. */
  readonly columns: number | undefined;
}

/** 0: done. 1: the rules have errors. 2: wrong usage, or a file problem. */
export type ExitCode = 0 | 1 | 2;
