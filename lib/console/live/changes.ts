/** Knows when runs change, so that pages need not be asked for again and again. */
export interface Changes {
  /** What is there now, of one run or of any; another text after each change. Undefined where that is known only once it is watched. */
  versionOf(run: string | undefined): string | undefined;
  /**
   * Tells each version that is not `since`, until it is stopped or there is nothing more to come.
   *
   * @returns what stops it
   */
  watch(watched: Watched): () => void;
}

/** Who wants to be told. */
export interface Watched {
  /** The id of a run; undefined: of any. */
  readonly run: string | undefined;
  /** The version that is known already. */
  readonly since: string | undefined;
  readonly tell: (version: string) => void;
  /** Called when nothing will be told any more. */
  readonly end: () => void;
}
