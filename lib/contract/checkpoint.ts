import type { JsonValue } from '../json.ts';

/** The error with which a function says that its step goes on in another invocation, from its checkpoint. */
export const CHECKPOINT_YIELD = 'CheckpointYield';

/** What the log says when an invocation ends at a checkpoint: alarms tell it from failures by this. */
export const STEP_YIELDED = 'Step yielded';

/** How far a step has come that yields: the `errorMessage` of a {@link CHECKPOINT_YIELD} is this object as JSON. */
export interface CheckpointProgress {
  readonly step: string;
  readonly items_processed: number;
  /** How often the step has yielded so far. */
  readonly yields: number;
  /** Where it goes on; absent where it is long. */
  readonly cursor?: JsonValue;
  /** ISO 8601. */
  readonly timestamp: string;
}
