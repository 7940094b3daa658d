import { canonicalCallable } from '../../contract/callable.ts';
import { lookUp } from '../../lookup.ts';
import type { ChildBlock } from '../../flow/program.ts';
import { shortHash } from '../../contract/short-hash.ts';
import { functionKeys } from './function-keys.ts';

/** A function that a state machine calls. */
export interface WorkflowFunction {
  /** The substitution key in the definition; letters and digits. */
  readonly key: string;
  /** The template's spelling of the handler, `A.B.C` for `A::B::C`. */
  readonly callable: string;
}

/** What stands in a definition for the functions that it calls. */
export class FunctionReferences {
  readonly #keys: ReadonlyMap<string, string>;

  constructor(callables: readonly string[], children: readonly ChildBlock[] = []) {
    this.#keys = functionKeys(callables, children.map(childKey));
  }

  /** One per callable. */
  get functions(): readonly WorkflowFunction[] {
    return [...this.#keys].map(([callable, key]) => ({ key, callable }));
  }

  /** The substitution for a callable's function: `${key}`. */
  of(callable: string): string {
    return `\${${lookUp(this.#keys, canonicalCallable(callable))}}`;
  }

  /** The substitution for the state machine of a part of the task. */
  ofChild(child: ChildBlock): string {
    return `\${${childKey(child)}}`;
  }
}

/** The substitution key of the state machine that runs a part of the task. */
export function childKey({ first, last }: ChildBlock): string {
  return `Child${shortHash(`${first}\n${last}`)}`;
}
