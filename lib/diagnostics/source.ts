/** A template's text and the name under which to report it. */
export interface SourceFile {
  /** The name under which diagnostics report the file. */
  readonly path: string;
  /** The file's text. */
  readonly text: string;
}

/** A range of a source file, in UTF-16 offsets; `end` is exclusive. */
export interface Span {
  /** The file that the range is in. */
  readonly file: SourceFile;
  /** The first character. */
  readonly start: number;
  /** The character after the last one. */
  readonly end: number;
}

/** The very start of a file, for what concerns it as a whole. */
export function fileStart(file: SourceFile): Span {
  return { file, start: 0, end: 0 };
}
