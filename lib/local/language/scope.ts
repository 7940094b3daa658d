import type { JsonObject, JsonValue } from '../../json.ts';
import { Limit } from '../../states-language/limits.ts';
import { exceeds } from '../base/data.ts';
import { ErrorName } from '../../states-language/error-name.ts';
import { FatalStatesError } from '../base/states-error.ts';
import { printData } from '../base/json-text.ts';

/** What all variables of an execution may take together, in bytes. Developer guide: "Variable limits". */
const EXECUTION_BYTES = 10 * 1024 * 1024;

/**
 * The variables of a machine, of a branch or of an iteration. It reads those of the scope around it, and cannot set them.
 * States Language: "Variable Scope".
 */
export class Scope {
  readonly #outer: Scope | undefined;
  readonly #variables = new Map<string, { readonly value: JsonValue; readonly bytes: number }>();
  /** The bytes of all scopes of the execution. */
  readonly #stored: { bytes: number };

  constructor(outer?: Scope) {
    this.#outer = outer;
    this.#stored = outer === undefined ? { bytes: 0 } : outer.#stored;
  }

  /** The value of a variable, undefined when it has none. */
  get(name: string): JsonValue | undefined {
    const own = this.#variables.get(name);
    return own === undefined ? this.#outer?.get(name) : own.value;
  }

  /** Sets variables, and returns their values as the history tells them: JSON texts. */
  assign(variables: JsonObject, stateName: string): Readonly<Record<string, string>> {
    const texts: Record<string, string> = {};
    let assigned = 0;
    for (const [name, value] of Object.entries(variables)) {
      if (name === 'states' || this.#outer?.get(name) !== undefined) {
        throw new FatalStatesError(ErrorName.runtime, `The state '${stateName}' cannot assign the variable '${name}'.`);
      }
      const text = printData(value);
      const bytes = Buffer.byteLength(text);
      assigned += bytes;
      if (exceeds(text, Limit.stateBytes) || assigned > Limit.stateBytes) throw tooLarge(stateName);
      this.#stored.bytes += bytes - (this.#variables.get(name)?.bytes ?? 0);
      if (this.#stored.bytes > EXECUTION_BYTES) throw tooLarge(stateName);
      this.#variables.set(name, { value, bytes });
      texts[name] = text;
    }
    return texts;
  }

  /** Forgets the variables: control has left the scope. */
  close(): void {
    for (const { bytes } of this.#variables.values()) this.#stored.bytes -= bytes;
    this.#variables.clear();
  }
}

function tooLarge(stateName: string): FatalStatesError {
  return new FatalStatesError(
    ErrorName.dataLimitExceeded,
    `The state/task '${stateName}' assigned variables with a size exceeding the maximum number of bytes service limit.`,
  );
}
