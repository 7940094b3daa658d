import { Rendezvous } from '../../contract/rendezvous.ts';
import { formatArn } from '../../states-language/arn.ts';
import { SUBSTITUTION } from '../../states-language/substitutions.ts';
import type { StateMachine } from '../../states-language/types.ts';

/**
 * The definition with the ARN of a function in place of every `${key}`. The table of exact sync is called by its key.
 *
 * @param arnOf The ARN of the function of a key; by default that of a function of this name on this machine.
 *
 * @example
 * ```ts
 * import { bindFunctions, type StateMachine } from 'tasker-sfn';
 * declare const definition: StateMachine;
 * const bound = bindFunctions(definition, (key) => `arn:aws:lambda:eu-central-1:123456789012:function:${key}`);
 * ```
 */
export function bindFunctions(
  definition: StateMachine,
  arnOf: (key: string) => string = localFunctionArn,
): StateMachine {
  const text = JSON.stringify(definition).replace(SUBSTITUTION, (_, key: string) =>
    JSON.stringify(key === Rendezvous.tableKey ? key : arnOf(key)),
  );
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the text is a machine with other strings in it
  return JSON.parse(text) as StateMachine;
}

/** The ARN of a function on this machine. */
export function localFunctionArn(name: string): string {
  return formatArn({ kind: 'function', partition: 'aws', region: 'us-east-1', account: '123456789012', name });
}
