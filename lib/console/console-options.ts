import type { Changes } from './live/changes.ts';
import type { DrawTemplate, RunActions, RunSource } from './run-source.ts';
import type { OtherMachines } from './machines/other-machines.ts';
import type { Workshop } from './workshop.ts';

/** What a console works with. */
export interface ConsoleOptions {
  /** Where runs and templates are read. */
  readonly source: RunSource;
  /** The state machines that run no template. @default none are shown */
  readonly machines?: OtherMachines;
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
  /** What browsers must know, where other machines reach the console. @default whoever reaches it is let in */
  readonly token?: string;
  /** ms since 1970. @default Date.now */
  readonly now?: () => number;
}
