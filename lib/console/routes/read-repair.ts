import { TaskerClientError, type StepRepair, type TaskRepair } from '../../client/index.ts';
import { isJsonObject, whyNotJson, type JsonObject, type JsonValue } from '../../json.ts';

/** Reads what the form of a repair sends: for each step what is to be done, and a result where it is to be complete. */
export function readRepair(body: Readonly<Record<string, unknown>>): TaskRepair {
  const fields = new Map(Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : '']));
  const actions = [...fields].flatMap(([field, action]): readonly StepRepair[] => {
    const [, step] = /^action (.+)$/s.exec(field) ?? [];
    if (step === undefined || action === '') return [];
    if (action !== 'complete_manually') return [{ step, action: action as 'reset_for_retry' }];
    return [{ step, action, result: readResult(step, fields.get(`result ${step}`) ?? '') }];
  });
  return { by: fields.get('by') ?? '', reason: fields.get('reason') ?? '', actions };
}

function readResult(step: string, text: string): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new TaskerClientError('BAD_REQUEST', `The result of "${step}" is not valid JSON: ${whyNotJson(error)}`);
  }
  if (isJsonObject(value)) return value;
  throw new TaskerClientError('BAD_REQUEST', `The result of "${step}" must be a JSON object.`);
}
