import { auxiliaryName } from '../../contract/state-names.ts';
import type { EachBlock, RunBlock } from '../../flow/program.ts';
import { nextOf, type Exit, type NamedState } from '../fragment.ts';
import { slotPath } from '../paths/slot-path.ts';

/** Where a guard leads that finds its step blocked. */
export interface BlockedWay {
  readonly entry: string;
  readonly states: readonly NamedState[];
}

/**
 * A blocked step leaves nothing; but a branch must leave something, or there is no container to return. So the first step of
 * one says that it is blocked.
 */
export function blockedWay(block: RunBlock | EachBlock, exit: Exit, beginsBranch: boolean): BlockedWay {
  if (!beginsBranch) return { entry: nextOf(exit), states: [] };
  const { step } = block.kind === 'each' ? block.body : block;
  const name = auxiliaryName(step.name, 'blocked');
  const state = { Type: 'Pass', Result: true, ResultPath: `${slotPath(block.slot)}.blocked`, ...exit } as const;
  return { entry: name, states: [[name, state]] };
}
