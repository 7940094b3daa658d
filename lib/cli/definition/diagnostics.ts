import { defineDiagnostic } from '../../diagnostics/diagnostic-kind.ts';
import { listOf, quote, quotePath } from '../../diagnostics/wording.ts';

// What can be wrong with state machines in States Language.

/**
 * Step Functions refuses the state machine. The message is that of the service, and its code stands in the hint.
 *
 * **Fix:** see the message.
 *
 * @example
 * ```json
 * {"code": "SCHEMA_VALIDATION_FAILED", "reason": "Field \"Next\" references a missing state \"Shpi\"."}
 * ```
 */
export const invalidDefinition = defineDiagnostic({
  code: 'invalid-definition',
  severity: 'error',
  message: ({ reason }: { code: string; reason: string }) => reason,
  hint: ({ code }) => `Step Functions refuses this state machine (${code}).`,
});

/**
 * Step Functions takes the state machine, and warns of this.
 *
 * **Fix:** see the message.
 *
 * @example
 * ```json
 * {"code": "UNREACHABLE_STATE", "reason": "State \"Ship\" cannot be reached."}
 * ```
 */
export const doubtfulDefinition = defineDiagnostic({
  code: 'doubtful-definition',
  severity: 'warning',
  message: ({ reason }: { code: string; reason: string }) => reason,
  hint: ({ code }) => `Step Functions takes this state machine with a warning (${code}).`,
});

/**
 * A placeholder such as `${Retries}` stands where a number, an object or the like belongs, and has no value: without
 * one the file is no JSON.
 *
 * **Fix:** give its value, with `--substitute Retries=3`.
 *
 * @example
 * ```json
 * {"names": ["Retries"]}
 * ```
 */
export const noSubstitution = defineDiagnostic({
  code: 'no-substitution',
  severity: 'error',
  message: ({ names }: { names: readonly string[] }) =>
    `${names.length === 1 ? 'The placeholder' : 'The placeholders'} ${listOf(names, 'and')} ${names.length === 1 ? 'has' : 'have'} no value.`,
  hint: ({ names: [name = 'Name'] }) => `Give it: --substitute ${quote(`${name}=value`)}.`,
});

/**
 * In `run` and `local`. A placeholder such as `${Table}` has no value. The machine runs with the text as it stands.
 *
 * **Fix:** give its value, with `--substitute Table=orders`.
 *
 * @example
 * ```json
 * {"names": ["Table"]}
 * ```
 */
export const leftPlaceholder = defineDiagnostic({
  code: 'left-placeholder',
  severity: 'warning',
  message: ({ names }: { names: readonly string[] }) =>
    `${names.length === 1 ? 'The placeholder' : 'The placeholders'} ${listOf(names, 'and')} ${names.length === 1 ? 'has' : 'have'} no value and ${names.length === 1 ? 'stays' : 'stay'} in the text.`,
  hint: ({ names: [name = 'Name'] }) => `Give it a value: --substitute ${quote(`${name}=value`)}.`,
});

/**
 * Two files of `local --definitions` have the same name, which is the name of their machine.
 *
 * **Fix:** rename one of them.
 *
 * @example
 * ```json
 * {"name": "order", "first": "order.asl.json", "second": "old/order.asl.json"}
 * ```
 */
export const duplicateDefinition = defineDiagnostic({
  code: 'duplicate-definition',
  severity: 'error',
  message: ({ name, first, second }: { name: string; first: string; second: string }) =>
    `Two state machines are named ${quote(name)}: the one in ${quotePath(first)} and the one in ${quotePath(second)}.`,
  hint: () => 'A machine has the name of its file: rename one of them.',
});
