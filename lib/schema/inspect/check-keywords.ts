import { suggest } from '../../diagnostics/suggest.ts';
import type { Draft } from '../draft.ts';
import { isKeyword, isOfAnotherDraft, keywordsOf } from '../keywords.ts';
import type { Part } from '../walk-schema.ts';
import { foreignKeyword, idleKeyword, misspeltKeyword } from './diagnostics.ts';
import type { SchemaReport } from './schema-report.ts';

/** Keywords that say something of a value without judging it: a name like theirs is no slip. */
const NOTES: readonly string[] = [
  'title',
  'description',
  'default',
  'example',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'nullable',
];

/** Reports what would judge a value if it were spelt rightly, stood elsewhere or were of another draft. */
export function checkKeywords({ schema, path }: Part, draft: Draft, report: SchemaReport): void {
  const isReference = typeof schema['$ref'] === 'string' && draft.startsWith('draft-');
  for (const keyword of Object.keys(schema)) {
    const place = { path: [...path, keyword], atKey: true };
    if (isKeyword(keyword)) {
      const isIdle = isReference && keyword !== '$ref' && keyword !== 'definitions';
      if (isOfAnotherDraft(keyword, draft)) report(foreignKeyword, place, { keyword, draft });
      else if (isIdle) report(idleKeyword, place, { keyword, draft });
    } else if (/^[a-z]+$/i.test(keyword) && !NOTES.includes(keyword)) {
      const suggestion = suggest(keyword, keywordsOf(draft));
      // A longer name, such as "enumNames", is another program's keyword.
      const isNear = suggestion !== undefined && Math.abs(suggestion.length - keyword.length) <= 2;
      if (isNear) report(misspeltKeyword, place, { keyword, suggestion });
    }
  }
}
