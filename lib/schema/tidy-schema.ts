import type { Draft } from './draft.ts';
import type { Schema } from './schema.ts';
import { mapSchema } from './walk-schema.ts';

/**
 * Leaves out what the validator would take otherwise than the draft does: the name of the draft, which is known by now;
 * what is no keyword of JSON Schema, but one of the validator's own; and, up to draft 7, what stands beside a reference.
 */
export function tidySchema(schema: Schema, draft: Draft): Schema {
  return mapSchema(schema, (part) => {
    const isReference = typeof part['$ref'] === 'string' && draft.startsWith('draft-');
    if (isReference) return keep(part, (keyword) => BESIDE_REFERENCES.includes(keyword));
    // It adds null to a type, which OpenAPI wants, and fails without one.
    const isIdle = part['type'] === undefined;
    return keep(part, (keyword) => !STRIPPED.includes(keyword) && !(isIdle && keyword === 'nullable'));
  }) as Schema;
}

const STRIPPED: readonly string[] = ['$schema', '$async'];
const BESIDE_REFERENCES: readonly string[] = ['$ref', 'definitions', '$defs'];

function keep(schema: Schema, isKept: (keyword: string) => boolean): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => isKept(keyword)));
}
