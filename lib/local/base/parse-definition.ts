import type { StateMachine } from '../../states-language/types.ts';
import type { JsonValue } from '../../json.ts';
import { isArray, isObject } from './data.ts';
import { ExactNumber } from './exact-number.ts';
import { isPlain, parseData } from './json-text.ts';

/** Fields that hold data, and so numbers as they were written. */
const DATA = /^(?:Parameters|Result|ResultSelector|Arguments|Output|Assign|Items|ItemSelector|BatchInput|Numeric.*)$/;

/**
 * The machine of a definition's JSON text, with the numbers of its data as they were written: `0.0` stays `0.0`. The text is
 * not validated. Throws a `SyntaxError` for what is no JSON.
 *
 * @example
 * ```ts
 * import { parseDefinition, startExecution, virtualClock } from 'tasker-sfn/local';
 * const definition = parseDefinition('{"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"rate":1.0},"End":true}}}');
 * const { finished } = startExecution({ definition, input: {}, invoke: async () => null, clock: virtualClock() });
 * console.log((await finished).output); // '{"rate":1.0}'
 * ```
 */
export function parseDefinition(text: string): StateMachine {
  const parsed = isPlain(text) ? (JSON.parse(text) as JsonValue) : withPlainFields(parseData(text), false);
  // The caller has validated it, or takes what comes.
  return parsed as unknown as StateMachine;
}

/** `named` says that the members are states, whose names may be those of fields. */
function withPlainFields(value: JsonValue, named: boolean): JsonValue {
  if (value instanceof ExactNumber) return value.valueOf();
  if (isArray(value)) return value.map((item) => withPlainFields(item, false));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      !named && DATA.test(key) ? member : withPlainFields(member, !named && key === 'States'),
    ]),
  );
}
