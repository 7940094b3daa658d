import type { ErrorObject, ValidateFunction } from 'ajv';
import { draftOf } from './draft.ts';
import { makeAjv } from './make-ajv.ts';
import type { Schema } from './schema.ts';
import { tidySchema } from './tidy-schema.ts';
import { violationOf, type Violation } from './violation.ts';

/** What a schema says of a value. */
export interface Verdict {
  readonly isValid: boolean;
  /** How the value breaks the schema; at most {@link MOST_TOLD} of the violations. */
  readonly violations: readonly Violation[];
  /** How many violations there are beyond those. */
  readonly others: number;
  /** Whether counting was given up: then there are at least so many others. */
  readonly areMore: boolean;
  /** Whether judging was given up, since schema or value are nested without end. */
  readonly isEndless: boolean;
}

/** Judges values by a schema. */
export type Judge = (value: unknown) => Verdict;

/** So many violations are told. */
export const MOST_TOLD = 100;
/** So many are counted. */
const MOST_COUNTED = 10_000;

const VALID: Verdict = { isValid: true, violations: [], others: 0, areMore: false, isEndless: false };

const ENDLESS: Verdict = {
  ...VALID,
  isValid: false,
  violations: [{ path: '', message: 'is nested too deeply to be judged' }],
  isEndless: true,
};

/** The judges by schema, and those of the last texts: an editor and a server read the same templates again and again. */
const judges = new WeakMap<Schema, Judge>();
const judgesByText = new Map<string, Judge>();
/** So many texts are remembered. */
const MOST_TEXTS = 500;

/**
 * The judge of a schema, made once. `inspectSchema` tells beforehand what is wrong with the schema itself.
 *
 * @throws Error when the schema cannot be compiled
 */
export function judgeOf(schema: Schema): Judge {
  const known = judges.get(schema);
  if (known !== undefined) return known;
  const text = JSON.stringify(schema);
  const judge = judgesByText.get(text) ?? compileJudge(schema);
  remember(text, judge);
  judges.set(schema, judge);
  return judge;
}

/** Remembers the judge of a text as the last one that was asked for, and forgets the one that was not for the longest time. */
function remember(text: string, judge: Judge): void {
  judgesByText.delete(text);
  judgesByText.set(text, judge);
  const [oldest] = judgesByText.keys();
  if (judgesByText.size > MOST_TEXTS && oldest !== undefined) judgesByText.delete(oldest);
}

function compileJudge(schema: Schema): Judge {
  const draft = draftOf(schema['$schema']);
  if (draft === undefined) throw new Error(`"$schema" names no draft of JSON Schema that is known.`);
  const tidy = tidySchema(schema, draft);
  const meta = mayReferToMetaSchema(schema);
  // Gives up at the first violation, so a value that is fine or hopeless is soon done with.
  const isValid = makeAjv(draft, { meta }).compile(tidy);
  let collect: ValidateFunction | undefined;
  return (value) => {
    try {
      if (isValid(value)) return VALID;
      collect ??= makeAjv(draft, { meta, allErrors: true, code: { process: stopCounting } }).compile(tidy);
      return explain(errorsOf(collect, value) ?? isValid.errors ?? []);
    } catch (error) {
      // The stack is full.
      if (error instanceof RangeError) return ENDLESS;
      throw error;
    }
  };
}

/** Whether a schema may refer to the schema of schemas, whose parts take longer to load than most schemas take to compile. */
function mayReferToMetaSchema(schema: Schema): boolean {
  return JSON.stringify({ ...schema, $schema: undefined }).includes('json-schema.org');
}

/** How many errors there may be before counting stops: one more than is counted. */
const FULL = MOST_COUNTED + 1;

/**
 * Lets the code of a validator throw its errors when there are too many of them: 1 MB of data can have millions. Texts of
 * the schema stand in it between double quotes, and stay as they are.
 */
function stopCounting(code: string): string {
  return code.replace(/"(?:[^"\\]|\\.)*"|errors\+\+|errors = (vErrors\.length)/g, (found, length?: string) => {
    if (found.startsWith('"')) return found;
    const count = length === undefined ? '++errors' : `(errors = ${length})`;
    return `if(${count} >= ${FULL}) throw vErrors`;
  });
}

/**
 * Every error of a value; nothing when the validator fails, as that of the newest drafts does when it gathers errors where
 * "anyOf" stands beside "patternProperties". Then the first error, by which the value was refused, must do.
 */
function errorsOf(collect: ValidateFunction, value: unknown): readonly ErrorObject[] | undefined {
  try {
    collect(value);
    return collect.errors ?? undefined;
  } catch (thrown) {
    if (Array.isArray(thrown)) return thrown as readonly ErrorObject[];
    if (thrown instanceof TypeError) return undefined;
    throw thrown;
  }
}

function explain(errors: readonly ErrorObject[]): Verdict {
  const count = Math.min(errors.length, MOST_COUNTED);
  const violations = errors.slice(0, MOST_TOLD).map(violationOf);
  const areMore = errors.length > MOST_COUNTED;
  return { isValid: false, violations, others: count - violations.length, areMore, isEndless: false };
}
