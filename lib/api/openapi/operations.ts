import { STEP_STATES } from '../../client/responses/step-page.ts';
import { TASK_STATUSES } from '../../client/responses/task-status.ts';
import { RESOLUTION_STATUSES } from '../../client/dead-letters/resolution-status.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import type { ApiRoute } from '../api-routes.ts';
import { FIELD_HEADERS } from '../read-task-request.ts';
import type { SentHeaderName } from './headers.ts';
import { stepRepairSchema } from '../read-step-repair.ts';
import { deadLetterUpdateSchema } from '../dead-letter-routes.ts';
import { taskRequestSchema } from '../task-request-schema.ts';

/** The types of answers, as `response-types.ts` has them. */
export const RESPONSE_TYPES = [
  'DeadLetter',
  'DeadLetterStats',
  'ErrorBody',
  'Health',
  'InvestigationEntry',
  'StepAuditResponse',
  'StepResponse',
  'TaskList',
  'TaskLogLine',
  'TaskResponse',
  'TaskStaleness',
  'TemplateListResponse',
  'TemplateResponse',
] as const;

export type ResponseType = (typeof RESPONSE_TYPES)[number];

/** What a caller is told of a route. */
export interface Operation {
  /** The name under which generated clients have it. */
  readonly id: string;
  readonly summary: string;
  /** Parameters of the query, by name. Those of the path are in the path. */
  readonly query?: Readonly<Record<string, Parameter>>;
  /** Headers that the route reads beside those of all, by name. */
  readonly headers?: Readonly<Record<string, Parameter>>;
  /** The JSON Schema of the body. */
  readonly body?: JsonObject;
  /** What is answered when all is well. */
  readonly answer: Answer;
  /** The statuses of errors that this route has beside those of all. */
  readonly errors: readonly number[];
}

interface Parameter {
  readonly schema: JsonObject;
  readonly description: string;
}

interface Answer {
  readonly status: 200 | 201;
  readonly description: string;
  /** What it is, or a list of it where `isList`; any JSON without one. */
  readonly type?: ResponseType;
  readonly isList?: boolean;
  /** Headers of the answer beside those of all. @default none */
  readonly headers?: readonly SentHeaderName[];
}

const text = (description: string): Parameter => ({ schema: { type: 'string' }, description });
const choice = (description: string, values: readonly string[]): Parameter => ({
  schema: { type: 'string', enum: [...values] },
  description,
});
const number = (description: string, minimum: number, maximum?: number): Parameter => ({
  schema: { type: 'integer', minimum, ...(maximum !== undefined && { maximum }) },
  description,
});

const OF_TEMPLATE = {
  namespace: text('Of this namespace alone.'),
  name: text('Of templates of this name alone.'),
  version: text('Of templates of this version alone.'),
};

const one = (type: ResponseType, description: string): Answer => ({ status: 200, description, type });
const many = (type: ResponseType, description: string): Answer => ({ status: 200, description, type, isList: true });

function fieldSchema(field: string): JsonObject {
  const { properties } = taskRequestSchema;
  const schema = isJsonObject(properties) ? properties[field] : undefined;
  return isJsonObject(schema) ? schema : {};
}

/** Every route, in words and schemas; one that is missing does not compile. */
export const OPERATIONS: Readonly<Record<ApiRoute, Operation>> = {
  'GET /health': {
    id: 'health',
    summary: 'Whether Step Functions answers.',
    answer: one('Health', 'It does.'),
    errors: [],
  },
  'GET /openapi.json': {
    id: 'openapi',
    summary: 'This document.',
    answer: { status: 200, description: 'An OpenAPI document.' },
    errors: [],
  },
  'POST /v1/tasks': {
    id: 'createTask',
    summary: 'Starts a task of a template.',
    headers: {
      ...Object.fromEntries(
        Object.entries(FIELD_HEADERS).map(([header, field]) => [
          header,
          { description: `Stands for \`${field}\` of the body.`, schema: fieldSchema(field) },
        ]),
      ),
      traceparent: text('The trace of which the task is a part. What is no `traceparent` of W3C is passed over.'),
    },
    body: taskRequestSchema,
    answer: {
      status: 201,
      description: 'The task, which has been started.',
      type: 'TaskResponse',
      headers: ['Location', 'X-Correlation-Id'],
    },
    errors: [404, 409, 413, 415, 422],
  },
  'GET /v1/tasks': {
    id: 'listTasks',
    summary: 'Lists tasks, newest first.',
    query: {
      ...OF_TEMPLATE,
      status: choice('In this state alone.', [...TASK_STATUSES, 'in_progress', 'blocked_by_failures']),
      initiator: text('Asked for by this initiator alone.'),
      source_system: text('Asked for by this system alone.'),
      page: number('The page, from 1.', 1, Number.MAX_SAFE_INTEGER),
      per_page: number('Tasks on a page; 25 without it.', 1, 100),
    },
    answer: one('TaskList', 'A page of tasks.'),
    errors: [],
  },
  'GET /v1/tasks/{id}': {
    id: 'getTask',
    summary: 'Reads a task.',
    answer: one('TaskResponse', 'The task as it stands.'),
    errors: [404],
  },
  'DELETE /v1/tasks/{id}': {
    id: 'cancelTask',
    summary: 'Cancels a task that runs.',
    query: { reason: text('Why, for those who look at it later.') },
    answer: one('TaskResponse', 'The task, which is cancelled.'),
    errors: [404],
  },
  'GET /v1/tasks/{id}/logs': {
    id: 'readLogs',
    summary: 'Reads what the functions of a task have logged.',
    query: {
      step: text('Lines of this step alone.'),
      attempt: number('Lines of this attempt alone, from 1.', 1, Number.MAX_SAFE_INTEGER),
    },
    answer: many('TaskLogLine', 'The lines, the oldest first.'),
    errors: [404],
  },
  'GET /v1/tasks/{id}/workflow_steps': {
    id: 'listTaskSteps',
    summary: 'Reads the steps of a task, with every attempt.',
    query: {
      limit: number('So many steps at most; all without it.', 1, 10_000),
      next: text('The name of the step after which the page begins.'),
      state: choice('In this state alone.', [...STEP_STATES]),
    },
    answer: { ...many('StepResponse', 'The steps, in the order of the template.'), headers: ['Link'] },
    errors: [404],
  },
  'GET /v1/tasks/{id}/workflow_steps/{step}': {
    id: 'getStep',
    summary: 'Reads a step of a task.',
    query: {
      inputs: { schema: { type: 'boolean' }, description: 'Whether attempts tell what their function was sent, too.' },
    },
    answer: one('StepResponse', 'The step as it stands.'),
    errors: [404],
  },
  'PATCH /v1/tasks/{id}/workflow_steps/{step}': {
    id: 'repairStep',
    summary: 'Repairs a step of a failed task, which goes on.',
    body: stepRepairSchema,
    answer: one('StepResponse', 'The step as it stands.'),
    errors: [404, 409, 413],
  },
  'GET /v1/tasks/{id}/workflow_steps/{step}/audit': {
    id: 'getStepAuditHistory',
    summary: 'Reads the ends of the attempts of a step, and what operators did to it.',
    answer: many('StepAuditResponse', 'The records, the oldest first.'),
    errors: [404],
  },
  'GET /v1/tasks/{id}/workflow_steps/{step}/result': {
    id: 'getStepResult',
    summary: 'Reads the whole result of a step, however large.',
    answer: { status: 200, description: 'What the handler returned.' },
    errors: [404, 501],
  },
  'GET /v1/dlq': {
    id: 'listDeadLetters',
    summary: 'Lists the tasks that failed, timed out or were cancelled, those that ended last first.',
    query: {
      ...OF_TEMPLATE,
      resolution_status: choice('In this state of their repair alone.', RESOLUTION_STATUSES),
      limit: number('So many at most; 50 without it.', 1, 100),
      offset: number('So many are passed over.', 0, Number.MAX_SAFE_INTEGER),
    },
    answer: many('DeadLetter', 'The dead letters.'),
    errors: [],
  },
  'GET /v1/dlq/stats': {
    id: 'deadLetterStats',
    summary: 'Counts dead letters by their reason.',
    answer: many('DeadLetterStats', 'A count for each reason, the largest first.'),
    errors: [],
  },
  'GET /v1/dlq/investigation-queue': {
    id: 'listInvestigationQueue',
    summary: 'Lists the dead letters that nobody has dealt with, the most urgent first.',
    query: { ...OF_TEMPLATE, limit: number('So many at most; 100 without it.', 1, 500) },
    answer: many('InvestigationEntry', 'The queue.'),
    errors: [],
  },
  'GET /v1/dlq/staleness': {
    id: 'listStaleness',
    summary: 'Lists the tasks that run, those first that have been in their state for too long.',
    query: { ...OF_TEMPLATE, limit: number('So many at most; 100 without it.', 1, 500) },
    answer: many('TaskStaleness', 'The tasks.'),
    errors: [],
  },
  'GET /v1/dlq/task/{id}': {
    id: 'getDeadLetter',
    summary: 'Reads the dead letter of a task.',
    answer: one('DeadLetter', 'The dead letter.'),
    errors: [404],
  },
  'PATCH /v1/dlq/entry/{id}': {
    id: 'updateDeadLetter',
    summary: 'Keeps what an operator says of a dead letter.',
    body: deadLetterUpdateSchema,
    answer: one('DeadLetter', 'The dead letter as it stands now.'),
    errors: [404, 413, 422],
  },
  'GET /v1/templates': {
    id: 'listTemplates',
    summary: 'Lists the templates of which tasks can be made.',
    query: { namespace: OF_TEMPLATE.namespace },
    answer: one('TemplateListResponse', 'The templates.'),
    errors: [],
  },
  'GET /v1/templates/{namespace}/{name}/{version}': {
    id: 'getTemplate',
    summary: 'Reads a template: what it asks of requests, and its steps.',
    answer: one('TemplateResponse', 'The template.'),
    errors: [404],
  },
};
