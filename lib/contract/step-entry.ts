import type { JsonObject } from '../json.ts';

/**
 * What a settled step leaves in the state data. Exactly one of these lies at the step's address once control has
 * passed it, so every address the compiler knows can be read without a test.
 */
export type StepEntry = CompletedEntry | FailedEntry | BlockedEntry;

/** The step's handler succeeded. The presence of `result` is the one test for success. */
export interface CompletedEntry {
  readonly result: JsonObject;
  /** The dependencies that no other dependency implies: from one entry to the next, they lead to all ancestors. */
  readonly after: readonly string[];
}

/** The step failed for good: its error was permanent, or its attempts are used up. */
export interface FailedEntry {
  readonly failure: {
    readonly step: string;
    /** The error output of States Language: `Error`, and usually `Cause`. */
    readonly caught: { readonly Error: string; readonly Cause?: string };
  };
}

/** The step never ran: one of its dependencies failed or was blocked. Holds the step's own name. */
export interface BlockedEntry {
  readonly blocked: string;
}
