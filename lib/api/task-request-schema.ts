import type { JsonObject } from '../json.ts';

const text = (maxLength: number): JsonObject => ({ type: 'string', minLength: 1, maxLength });

/** The body of `POST /v1/tasks`. Tasker: "TaskRequest", with the ranges that it declares. */
export const taskRequestSchema: JsonObject = {
  type: 'object',
  required: ['name', 'namespace', 'version', 'context', 'initiator', 'source_system', 'reason'],
  properties: {
    name: text(255),
    namespace: text(255),
    version: text(50),
    context: { type: 'object' },
    initiator: text(255),
    source_system: text(255),
    reason: text(500),
    tags: { type: 'array', items: { type: 'string' } },
    requested_at: { type: 'string', format: 'iso-date-time' },
    priority: { type: 'integer', minimum: -100, maximum: 100 },
    correlation_id: { type: 'string', format: 'uuid' },
    parent_correlation_id: { type: 'string', format: 'uuid' },
    idempotency_key: text(255),
  },
};
