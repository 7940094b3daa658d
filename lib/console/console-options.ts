import type { Changes } from './live/changes.ts';
import type { DrawTemplate, RunActions, RunSource } from './run-source.ts';
import type { Workshop } from './workshop.ts';

/** What a console works with. */
export interface ConsoleOptions {
  /** Where runs and templates are read. */
  readonly source: RunSource;
  /** Tells when runs change. @default pages show what was when they were loaded */
  readonly changes?: Changes;
  /** What readers may do. @default nothing: the console is read-only */
  readonly actions?: RunActions;
  /** What is known of the handlers. @default they run on another machine */
  readonly workshop?: Workshop;
  /** Draws templates with the waits of their plans. @default pictures are made of what steps depend on */
  readonly drawTemplate?: DrawTemplate;
  /** Where the REST API is. @default there is none */
  readonly apiUrl?: string;
  /** ms since 1970. @default Date.now */
  readonly now?: () => number;
}
