import type { JsonValue } from '../../json.ts';
import { Limit } from '../../states-language/limits.ts';
import { AwsError } from '../base/api/aws-error.ts';
import { exceeds } from '../base/data.ts';
import { parseJson } from '../base/parse-json.ts';

/** The input of an execution. Throws `InvalidExecutionInput`. */
export function readInput(input: string): JsonValue {
  const parsed = exceeds(input, Limit.stateBytes)
    ? { mistake: `Input is larger than ${String(Limit.stateBytes)} bytes.` }
    : input === ''
      ? { mistake: 'Invalid execution input.' }
      : parseJson(input);
  if ('value' in parsed) return parsed.value;
  throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${parsed.mistake}'`);
}
