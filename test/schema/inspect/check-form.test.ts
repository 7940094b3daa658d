import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import AjvDraft04 from 'ajv-draft-04';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DRAFTS, type Draft } from '../../../lib/schema/draft.ts';
import { checkForm } from '../../../lib/schema/inspect/check-form.ts';
import { keywordsOf } from '../../../lib/schema/keywords.ts';
import { pointerTo, type Schema } from '../../../lib/schema/schema.ts';
import { walkSchema } from '../../../lib/schema/walk-schema.ts';

const options = { strict: false, logger: false, allErrors: true } as const;
/** Who knows the drafts' own schemas of schemas. */
const oracles: Partial<Record<Draft, Pick<Ajv, 'validateSchema' | 'errors'>>> = {
  'draft-04': new AjvDraft04.default(options),
  'draft-07': new Ajv(options),
  '2019-09': new Ajv2019(options),
  '2020-12': new Ajv2020(options),
};

function flawsOf(schema: Schema, draft: Draft): readonly string[] {
  const places: string[] = [];
  for (const part of walkSchema(schema)) checkForm(part, draft, (_, { path }) => places.push(pointerTo(path)));
  return places;
}

/** References are to be resolved; the schema of draft 4 that the library has says nothing of formats. */
const UNTRIED = ['$ref', '$dynamicRef', 'format'];

const leaf = fc.oneof(
  fc.constantFrom<unknown>('string', 'object', 'a', 0, 1, 2.5, -1, true, false, null),
  fc.constantFrom<unknown>(
    [],
    {},
    ['a'],
    ['a', 'b'],
    ['a', 'a'],
    ['string', 'null'],
    [{}],
    [true],
    { a: {} },
    { a: ['b'] },
    { a: 1 },
  ),
);

describe('checkForm', () => {
  it.each(DRAFTS.filter((draft) => draft in oracles))('finds what the schema of schemas of %s finds', (draft) => {
    const keyword = fc.constantFrom(...keywordsOf(draft).filter((each) => !UNTRIED.includes(each)));
    const schemas = fc.dictionary(keyword, leaf, { maxKeys: 2 });
    fc.assert(
      fc.property(schemas, fc.option(schemas), (schema, inner) => {
        const whole = inner === null ? schema : { ...schema, properties: { inner } };
        const mine = flawsOf(whole, draft);
        const oracle = oracles[draft]!;
        const errors = oracle.validateSchema(whole) === true ? [] : (oracle.errors ?? []);
        // Up to draft 7 a value that is listed twice is a mistake; later it is none, and it never does harm.
        const theirs = errors.filter(
          ({ instancePath, keyword }) => !(keyword === 'uniqueItems' && /\/enum$/.test(instancePath)),
        );
        // No validator takes an empty list of values, though later drafts allow it.
        const ofEnum = mine.filter((place) => /(^|\/)enum$/.test(place)).length;
        if (theirs.length === 0) expect(mine, JSON.stringify(whole)).toHaveLength(ofEnum);
        else expect(mine, JSON.stringify([whole, theirs])).not.toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });
});
