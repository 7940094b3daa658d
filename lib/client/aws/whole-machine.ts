import { childStatesOf, inlineChildren } from '../../states-language/inline-children.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { mapWithLimit } from './map-with-limit.ts';

/** Definitions that are asked for at once. */
const AT_ONCE = 5;

/** The machine of a task of which parts run in executions of their own. */
export interface WholeMachine {
  /** The machine as it would be were its parts not machines of their own. */
  readonly definition: StateMachine;
  /** The machines of the parts, by the ARNs with which they are started. One that is not known is left out. */
  readonly parts: ReadonlyMap<string, StateMachine>;
}

/** Puts the machines of the parts in their places. Without parts nothing is asked. */
export async function wholeMachine(
  machine: StateMachine,
  definitionOf: (stateMachine: string) => Promise<StateMachine | undefined>,
): Promise<WholeMachine> {
  const parts = new Map<string, StateMachine>();
  await collect(machine);
  return { definition: inlineChildren(machine, ({ stateMachine }) => parts.get(stateMachine)), parts };

  async function collect(around: StateMachine): Promise<void> {
    const wanted = new Set(childStatesOf(around).map(({ stateMachine }) => stateMachine));
    await mapWithLimit(
      [...wanted].filter((each) => !parts.has(each)),
      AT_ONCE,
      async (stateMachine) => {
        const part = await definitionOf(stateMachine);
        if (part === undefined) return;
        parts.set(stateMachine, part);
        await collect(part);
      },
    );
  }
}
