import { indexMachine } from '../client/view/index-machine.ts';
import { requestLimit } from '../contract/limits.ts';

/** The bytes that the request of a task may have, so that the results of the machine's steps fit beside it. */
export function requestLimitOf(definition: Parameters<typeof indexMachine>[0]): number | undefined {
  const { budget } = indexMachine(definition);
  return budget && requestLimit(budget);
}
