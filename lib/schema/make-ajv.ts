import { Ajv, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import AjvDraft04 from 'ajv-draft-04';
import formats from 'ajv-formats';
import type { Draft } from './draft.ts';
import { compileLinear } from './pattern/linear-pattern.ts';

/** What the drafts' validators have in common. */
export type AnyAjv = Pick<Ajv, 'compile' | 'validateSchema' | 'errors'>;

/** Of the formats of `ajv-formats` this alone has an expression that some texts make slow; here is another. */
const URL = /^(?:https?|ftp):\/\/[^\s/?#]+(?:[/?#]\S*)?$/i;

const regExp = Object.assign(
  // Ajv tells patterns from each other by their text.
  (source: string, flags: string) => ({ ...compileLinear(source, flags), toString: () => `/${source}/${flags}` }),
  { code: 'compileLinear' },
);

/** A validator of a draft. No text and no list can make it slow; what it does not know it passes over, as Tasker does. */
export function makeAjv(draft: Draft, options: Options = {}): AnyAjv {
  const ajv = createAjv(draft, {
    strict: false,
    logger: false,
    messages: false,
    // What an object inherits, such as `toString`, is none of its properties.
    ownProperties: true,
    // Schemas are checked by `inspectSchema`, when a template is compiled.
    validateSchema: false,
    ...options,
    code: { regExp, ...options.code },
  });
  formats.default(ajv);
  ajv.addFormat('url', URL);
  // The original compares each item with each other.
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', errors: false, validate: areUnique });
  return ajv;
}

/** The validator of a draft as its package has it. */
export function createAjv(draft: Draft, options: Options): Ajv {
  switch (draft) {
    case 'draft-04':
      return new AjvDraft04.default(options);
    case 'draft-06': {
      const ajv = new Ajv(options);
      for (const keyword of ['if', 'then', 'else']) ajv.removeKeyword(keyword);
      return ajv;
    }
    case 'draft-07':
      return new Ajv(options);
    case '2019-09':
      return new Ajv2019(options);
    case '2020-12':
      return new Ajv2020(options);
  }
}

function areUnique(wanted: boolean, items: readonly unknown[]): boolean {
  return !wanted || new Set(items.map(canonical)).size === items.length;
}

/** The same text for the same value, in whichever order the properties are. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([left], [right]) => (left < right ? -1 : 1)))
      : each,
  );
}
