import type { JsonObject } from '../../json.ts';
import type { FunctionReferences } from '../functions/function-references.ts';
import type { RetryLevel } from '../run/retry-states.ts';

/** What the printers of one line of blocks share. */
export interface Line {
  readonly functions: FunctionReferences;
  /** How its steps come to another attempt. */
  readonly retry?: RetryLevel | undefined;
  /** Whether they run in a child execution: its state data holds the task's execution. */
  readonly inChild: boolean;
  /** Whether what they leave lies outside of the state data: they are workers of a batch in child executions. */
  readonly isListed?: boolean;
  /** Whether the block is the first one of a branch. */
  readonly beginsBranch: boolean;
  /** Of the first block of a machine, where it gives the execution's input over to the state data. */
  readonly opening?: Opening | undefined;
}

export interface Opening {
  /** What is the same for all steps: from there on it lies in the state data. */
  readonly task: JsonObject;
  /** Whether nothing follows, so that the block makes the output too. */
  readonly ends: boolean;
}
