import type { JsonObject } from '../json.ts';

/** A language in which new code is written, for people to go on with: handlers, their tests, types, and a whole project. */
export interface SourceWriter {
  /** The language, as people call it. */
  readonly title: string;
  /** A handler that has nothing to do yet. */
  handlerFile(handler: NewHandler): SourceFile;
  /** A test of a handler as `handlerFile` writes it. */
  handlerTestFile(test: NewHandlerTest): SourceFile;
  /**
   * The types of a template: of its context and of what its steps return. The same template gives the same text.
   *
   * @throws Error when the schemas have no types
   */
  taskTypes(task: TypedTask): Promise<string>;
  /** Where a project keeps the types of a template. */
  typesFile(namespace: string, name: string): string;
  /** What a new project with handlers in this language has. @default the files of TypeScript */
  readonly project?: ProjectParts;
}

/** A file with code; its path is from the folder of the project. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What is known of a new handler. */
export interface NewHandler {
  /** The name by which templates find it. */
  readonly callable: string;
  /** The folder of handlers. */
  readonly handlers: string;
  /** The folder in it. @default the callable's first part */
  readonly namespace?: string;
  /** What it returns to begin with. @default which attempt it is */
  readonly result?: JsonObject;
}

/** What the test of a new handler is about. */
export interface NewHandlerTest extends NewHandler {
  /** The step that calls it. */
  readonly step: string;
  readonly context: JsonObject;
  /** The results of the steps before it, by name. */
  readonly results: Readonly<Record<string, JsonObject>>;
}

/** A template, as far as types are made of it. */
export interface TypedTask {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  /** One schema with all others in it: its properties `context` and `steps`. A `title` is the name of a type. */
  readonly schema: JsonObject;
  readonly steps: readonly TypedStep[];
}

/** A step of a template, and whose results it can read. */
export interface TypedStep {
  readonly name: string;
  /** In the order of their names. */
  readonly before: readonly { readonly name: string; readonly mayBeMissing: boolean }[];
}

/** What a language brings to a new project. */
export interface ProjectParts {
  /** Files that take the place of TypeScript's handlers and of their tests. */
  readonly folder: string;
  /** A command that runs the tests of handlers; those of whole workflows are Vitest's. */
  readonly test: string;
  /** What git does not keep. */
  readonly ignored: readonly string[];
  /** The step of a GitHub workflow that gets the language; later lines are indented. */
  readonly setup: string;
}
