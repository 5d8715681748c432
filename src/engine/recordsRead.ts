/** Records of the reading of a file: how far it is, and how it is ended before its time. */

/** Bytes taken from the file so far. Many formats are gone through more than once, so that more bytes than the file has may be read. */
export interface ReadProgress {
  readonly bytes: number;
  /** Bytes of the files read, and of what was unpacked from them. */
  readonly size: number;
}

export interface Reading {
  /** Ends the reading; it is then rejected. */
  readonly signal?: AbortSignal;
  /** At most ten times a second. */
  progress?(told: ReadProgress): void;
}
