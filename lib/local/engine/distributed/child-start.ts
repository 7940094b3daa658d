import type { Processor } from '../../../states-language/types.ts';
import type { JsonValue } from '../../../json.ts';

/** A child execution of a distributed Map that is to run. */
export interface ChildStart {
  readonly machine: Processor;
  readonly input: JsonValue;
  /** How many items the input holds. */
  readonly items: number;
  readonly mapRunArn: string;
  /** Given when it has run before. */
  readonly again?: { readonly arn: string; readonly fromStart: boolean };
}
