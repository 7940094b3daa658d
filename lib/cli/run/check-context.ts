import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonObject } from '../../contract/json.ts';
import type { DataObject } from '../../template/task-template.ts';

/** How a task's context breaks its template's `input_schema`, one sentence per violation. */
export function checkContext(schema: DataObject, context: JsonObject): readonly string[] {
  const isModern = typeof schema['$schema'] === 'string' && /20(19-09|20-12)/.test(schema['$schema']);
  const ajv = new (isModern ? Ajv2020 : Ajv)({ allErrors: true, strict: false, logger: false });
  addFormats.default(ajv);
  try {
    const check = ajv.compile(schema);
    if (check(context)) return [];
    return (check.errors ?? []).map(({ instancePath, message }) => {
      const place = instancePath === '' ? 'The context' : `"${instancePath.slice(1).replaceAll('/', '.')}"`;
      return `${place} ${message ?? 'is not valid'}.`;
    });
  } catch (error) {
    return [`The "input_schema" itself is not valid: ${(error as Error).message}.`];
  }
}
