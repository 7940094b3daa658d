import { CHECKPOINT_YIELD, type CheckpointProgress } from '../../contract/checkpoint.ts';
import type { KeptCheckpoint } from './keep-checkpoint.ts';

/** A longer cursor is not told: it is with the checkpoint. */
const MOST_CURSOR_CHARS = 200;

/** Ends an invocation whose step has yielded: the state machine invokes the function again, and counts no attempt. */
export class StepYield extends Error {
  readonly progress: CheckpointProgress;

  constructor(step: string, { yields, checkpoint }: KeptCheckpoint) {
    const { cursor, items_processed, timestamp } = checkpoint;
    const isShort = JSON.stringify(cursor).length <= MOST_CURSOR_CHARS;
    const progress = { step, items_processed, yields, ...(isShort && { cursor }), timestamp };
    super(JSON.stringify(progress));
    this.name = CHECKPOINT_YIELD;
    this.progress = progress;
    // Nobody looks for where it comes from.
    this.stack = CHECKPOINT_YIELD;
  }
}
