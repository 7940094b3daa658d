import standaloneCode from 'ajv/dist/standalone/index.js';
import formats from 'ajv-formats';
import { draftOf } from './draft.ts';
import { createAjv } from './make-ajv.ts';
import type { Schema } from './schema.ts';
import { tidySchema } from './tidy-schema.ts';

/**
 * The code of a module whose default export judges values by a schema, without Ajv: true, or false with the first violation in
 * `errors`. It requires a few modules of `ajv` and `ajv-formats`, by these names. For values that are the user's own: patterns are
 * matched as JavaScript does.
 *
 * @throws Error when the schema cannot be compiled
 */
export function validatorCode(schema: Schema): string {
  const draft = draftOf(schema['$schema']);
  if (draft === undefined) throw new Error(`"$schema" names no draft of JSON Schema that is known.`);
  const ajv = createAjv(draft, {
    strict: false,
    logger: false,
    ownProperties: true,
    validateSchema: false,
    code: { source: true, esm: true },
  });
  formats.default(ajv);
  return standaloneCode.default(ajv, ajv.compile(tidySchema(schema, draft)));
}
