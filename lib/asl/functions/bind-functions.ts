import type { StateMachine } from '../../states-language/types.ts';

/**
 * The definition with every `${key}` replaced by what the function is called where it runs: an ARN, or a local name.
 *
 * @example
 * ```ts
 * import { bindFunctions, type StateMachine } from 'tasker-sfn';
 * declare const definition: StateMachine;
 * const bound = bindFunctions(definition, (key) => `arn:aws:lambda:eu-central-1:123456789012:function:${key}`);
 * ```
 */
export function bindFunctions(definition: StateMachine, nameOf: (key: string) => string): StateMachine {
  const text = JSON.stringify(definition).replace(/"\$\{([A-Za-z0-9]+)\}"/g, (_, key: string) =>
    JSON.stringify(nameOf(key)),
  );
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the text is a machine with other strings in it
  return JSON.parse(text) as StateMachine;
}
