import type { AST } from '@eslint-community/regexpp';
import { RE2JS } from 're2js';
import { parsePattern, type ParsedPattern } from './parse-pattern.ts';
import { NotLinearError, printRe2 } from './print-re2.ts';

/** Tells whether a text matches, in time proportional to its length. */
export interface LinearPattern {
  readonly test: (text: string) => boolean;
}

/**
 * Makes a matcher of a regular expression of ECMA-262 that never goes back: no text can make it slow. What is looked for
 * ahead at the start, as in `^(?=.*\d)(?!admin).{8,}$`, becomes expressions that must, or must not, match as well.
 *
 * @throws SyntaxError when it is no regular expression
 * @throws NotLinearError when no such matcher can be made of it, with the reason
 */
export function compileLinear(source: string, flags = 'u'): LinearPattern {
  const parsed = parsePattern(source, flags);
  const options = parsed.tree.alternatives.map((alternative) =>
    demandsOf(alternative).map(({ elements, negate }) => {
      const expression = compile(printRe2(elements, parsed), parsed);
      return (text: string) => expression.test(text) !== negate;
    }),
  );
  return { test: (text) => options.some((demands) => demands.every((isMet) => isMet(text))) };
}

/** What a text must match, or must not. */
interface Demand {
  readonly elements: readonly AST.Element[];
  readonly negate: boolean;
}

/** `^(?=a)(?!b)c` is met when `^a` and `^c` match and `^b` does not. */
export function demandsOf({ elements }: AST.Alternative): readonly Demand[] {
  const [start, ...rest] = elements;
  if (start?.type !== 'Assertion' || start.kind !== 'start') return [{ elements, negate: false }];
  const end = rest.findIndex((element) => element.type !== 'Assertion' || element.kind !== 'lookahead');
  const ahead = rest.slice(0, end === -1 ? rest.length : end) as readonly AST.LookaroundAssertion[];
  return [
    ...ahead.map((assertion) => ({ elements: [start, asGroup(assertion)], negate: assertion.negate })),
    { elements: [start, ...rest.slice(ahead.length)], negate: false },
  ];
}

function asGroup({ alternatives, parent, start, end, raw }: AST.LookaroundAssertion): AST.Group {
  return { type: 'Group', modifiers: null, alternatives, parent, start, end, raw };
}

function compile(text: string, { flags }: ParsedPattern): RE2JS {
  try {
    return RE2JS.compile(text, flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    throw new NotLinearError(`it is too large (${(error as Error).message})`, { cause: error });
  }
}
