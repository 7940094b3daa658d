import type { ErrorDetails } from '../../contract/errors.ts';
import type { JsonObject } from '../../json.ts';

/** How a run of a step's handler has ended. */
export type StepEnd =
  /** With a result, as JSON. */
  | { readonly result: JsonObject }
  /** With a failure, which the error's name says to be final or not. */
  | { readonly failure: ErrorDetails };
