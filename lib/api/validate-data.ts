import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { JsonObject } from '../contract/json.ts';
import type { Violation } from './api-error.ts';

/** Checks data and lists every violation of a schema. */
export type Validator = (data: unknown) => readonly Violation[];

/**
 * Makes a validator of a JSON Schema: draft 2020-12 where the schema says so, else draft 7. Unknown keywords are passed
 * over, as Tasker does. Paths begin with `root`.
 */
export function compileSchema(schema: JsonObject, root: string): Validator {
  const is2020 = typeof schema.$schema === 'string' && schema.$schema.includes('2020-12');
  const options = { allErrors: true, strict: false, logger: false } as const;
  const ajv = is2020 ? new Ajv2020(options) : new Ajv(options);
  formats.default(ajv);
  const validate: ValidateFunction = ajv.compile(schema);
  return (data) => (validate(data) ? [] : (validate.errors ?? []).map((error) => describe(error, root)));
}

function describe({ instancePath, keyword, params, message }: ErrorObject, root: string): Violation {
  const path = root + instancePath;
  switch (keyword) {
    case 'required':
      return { path: `${path}/${escapePointer(String(params.missingProperty))}`, message: 'is required' };
    case 'additionalProperties':
      return { path: `${path}/${escapePointer(String(params.additionalProperty))}`, message: 'is not allowed' };
    case 'enum':
      return { path, message: `must be one of ${JSON.stringify(params.allowedValues)}` };
    case 'const':
      return { path, message: `must be ${JSON.stringify(params.allowedValue)}` };
    default:
      return { path, message: message ?? `breaks "${keyword}"` };
  }
}

/** RFC 6901. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
