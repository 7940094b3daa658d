import type { JsonValue } from '../../../json.ts';
import type { Random } from '../../base/random.ts';
import { EvaluationError } from '../../base/states-error.ts';
import { arrayIntrinsics } from './arrays.ts';
import { encodingIntrinsics } from './encoding.ts';
import type { Intrinsic } from './intrinsic.ts';
import { ArgumentError } from './intrinsic.ts';
import { numberIntrinsics } from './numbers.ts';
import { textIntrinsics } from './texts.ts';

/** All intrinsic functions, by name. */
export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map(
  Object.entries({ ...arrayIntrinsics, ...encodingIntrinsics, ...numberIntrinsics, ...textIntrinsics }),
);

/** Calls an intrinsic function; `text` is the call as the definition spells it. Throws an {@link EvaluationError}. */
export function callIntrinsic(name: string, text: string, args: readonly JsonValue[], random: Random): JsonValue {
  const intrinsic = INTRINSICS.get(name);
  if (intrinsic === undefined) throw new EvaluationError(`The function '${name}' is not an intrinsic function.`);
  const [least, most] = intrinsic.arity;
  if (args.length < least || args.length > most) {
    throw new EvaluationError(
      `The function '${text}' had the following error: Invalid number of arguments for ${name}`,
    );
  }
  try {
    return intrinsic.run(args, random);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw new EvaluationError(`The function '${text}' had the following error: ${error.message}`);
  }
}
