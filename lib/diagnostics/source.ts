/** A template's text and the name under which to report it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A range of a source file, in UTF-16 offsets; `end` is exclusive. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** The very start of a file, for what concerns it as a whole. */
export function fileStart(file: SourceFile): Span {
  return { file, start: 0, end: 0 };
}
