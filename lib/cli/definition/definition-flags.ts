import { repeated } from '../flags.ts';
import { UsageError } from '../exit-code.ts';
import type { Substitutions } from './substitute.ts';

/** `--substitute`, of every command that takes state machines. */
export const substituteFlag = repeated(
  '<name=value>',
  'the value of a placeholder ${name} in a state machine; may be given several times',
);

/** The values that `--substitute` gives. */
export function readSubstitutions(given: readonly string[] = []): Substitutions {
  return new Map(
    given.map((text) => {
      const [, name, value] = /^([\w.:-]+)=(.*)$/s.exec(text) ?? [];
      if (name === undefined || value === undefined) {
        throw new UsageError(`--substitute takes NAME=VALUE, such as --substitute Table=orders, and not "${text}".`);
      }
      return [name, value];
    }),
  );
}
