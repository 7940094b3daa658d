import type { MeetBlock } from '../../flow/program.ts';
import type { Exits, Fragment } from '../fragment.ts';
import { awaitStates } from '../meet/await-states.ts';
import { tellAll } from '../meet/tell-states.ts';

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
  const unmet = tellAll(tells, owner, 'not complete', exits.incomplete);
  if (tellsWhen === 'blocked') {
    const fragment = printBody(exits);
    return { ...fragment, states: [...fragment.states, ...unmet.states], blocked: unmet.entry };
  }
  const told = tellAll(tells, owner, 'complete', exits.complete);
  const inner = printBody({ complete: told.entry, incomplete: unmet.entry, blocked: unmet.entry });
  const wait = awaits && awaitStates(awaits, inner.entry, unmet.entry);
  return {
    ...inner,
    entry: wait?.entry ?? inner.entry,
    states: [...(wait?.states ?? []), ...inner.states, ...told.states, ...unmet.states],
  };
}
