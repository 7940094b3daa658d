import type { Context } from 'hono';
import type { RepairAction } from '../contract/continuation.ts';
import type { TaskRepair } from '../client/repair/plan-repair.ts';
import { judgeOf } from '../schema/judge.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { ApiError } from './api-error.ts';
import { readJsonBody } from './read-json-body.ts';
import { refuse } from './refuse.ts';

/** What says who acts, by action. */
const BY: Readonly<Record<RepairAction, string>> = {
  reset_for_retry: 'reset_by',
  resolve_manually: 'resolved_by',
  complete_manually: 'completed_by',
};

const words = { type: 'string', minLength: 1, maxLength: 500 } as const;

/** Tasker's body of `PATCH …/workflow_steps/{step}`, by action. */
function schemaOf(action: RepairAction): JsonObject {
  const completion = {
    type: 'object',
    required: ['result'],
    additionalProperties: false,
    properties: { result: { type: 'object' }, metadata: { type: ['object', 'null'] } },
  };
  const own: JsonObject = action === 'complete_manually' ? { completion_data: completion } : {};
  return {
    type: 'object',
    required: ['action_type', 'reason', BY[action], ...Object.keys(own)],
    additionalProperties: false,
    properties: { action_type: {}, reason: words, [BY[action]]: words, ...own },
  };
}

/** The same, of all actions. */
export const stepRepairSchema: JsonObject = {
  oneOf: (Object.keys(BY) as RepairAction[]).map((action) => {
    const schema = schemaOf(action);
    return { ...schema, properties: { ...(schema.properties as JsonObject), action_type: { const: action } } };
  }),
};

/** Reads the body of `PATCH …/workflow_steps/{step}` as a repair of that step alone. */
export async function readStepRepair(c: Context, step: string): Promise<TaskRepair> {
  const body = await readJsonBody(c);
  const action = isJsonObject(body) ? body.action_type : undefined;
  if (!isJsonObject(body) || typeof action !== 'string' || !Object.hasOwn(BY, action)) {
    const known = Object.keys(BY).join(', ');
    throw new ApiError('BAD_REQUEST', `The body must be an object whose "action_type" is one of: ${known}.`);
  }
  const known = action as RepairAction;
  refuse(judgeOf(schemaOf(known))(body), '', `The body is not a valid "${action}"`);
  // The schema has seen to it that they are texts.
  const by = body[BY[known]] as string;
  const reason = body.reason as string;
  if (known !== 'complete_manually') return { by, reason, actions: [{ step, action: known }] };
  const { result, metadata } = body.completion_data as {
    readonly result: JsonObject;
    readonly metadata?: JsonObject | null;
  };
  const given = { result, ...(metadata !== undefined && metadata !== null && { metadata }) };
  return { by, reason, actions: [{ step, action: known, ...given }] };
}
