import type { MeetBlock } from '../../flow/program.ts';
import { nextOf, type Exit, type Exits, type Fragment } from '../fragment.ts';
import { awaitStates } from '../meet/await-states.ts';
import { tellComplete, tellIncomplete } from '../meet/tell-states.ts';

/**
 * A rendezvous around a block: first the wait for steps of other branches, and once the block has settled, in whichever way,
 * word to those that wait for it.
 *
 * @param owner What the states of the block are named after.
 */
export function printMeet(
  { awaits, tells, tellsWhen }: MeetBlock,
  exits: Exits,
  owner: string,
  printBody: (exits: Exits) => Fragment,
): Fragment {
  // A Choice cannot end a branch: what ends one in which a step failed does it.
  const complete = 'End' in exits.complete ? exits.incomplete : exits.complete;
  const goesOnAlike = nextOf(complete) === nextOf(exits.incomplete);
  const failed = tellIncomplete(tells, owner, nextOf(exits.incomplete), goesOnAlike && tellsWhen === 'settled');
  const unmet: Exit = { Next: failed.entry };
  if (tellsWhen === 'blocked') {
    const fragment = printBody(exits);
    return { ...fragment, states: [...fragment.states, ...failed.states], blocked: unmet };
  }
  const told = tellComplete(tells, owner, nextOf(complete));
  const settled: Exit = tells.length === 0 ? exits.complete : { Next: told.entry };
  const inner = printBody({ complete: settled, incomplete: unmet, blocked: unmet });
  const wait = awaits && awaitStates(awaits, inner.entry, unmet);
  return {
    ...inner,
    entry: wait?.entry ?? inner.entry,
    states: [...(wait?.states ?? []), ...inner.states, ...told.states, ...failed.states],
  };
}
