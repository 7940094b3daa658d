import type { StepResponse as StepResponseOf } from '../../client/responses/step-response.ts';
import type { JsonObject } from '../../json.ts';

// The types of all answers: `response-schemas.ts` is made of them (`npm run golden`).

export type { DeadLetter } from '../../client/dead-letters/dead-letter.ts';
export type { DeadLetterStats } from '../../client/dead-letters/dead-letter-stats.ts';
export type { InvestigationEntry } from '../../client/dead-letters/investigation-queue.ts';
export type { TaskStaleness } from '../../client/dead-letters/staleness.ts';
export type { TaskLogLine } from '../../client/logs/log-line.ts';
export type { StepAuditResponse } from '../../client/responses/audit-response.ts';
export type { TaskResponse } from '../../client/responses/task-response.ts';
export type { Health, TaskList } from '../../client/tasker-client-options.ts';
export type { ErrorBody } from '../api-error.ts';
export type { TemplateListResponse, TemplateResponse } from '../template-routes.ts';

/** A step whose result may be any object. */
export type StepResponse = StepResponseOf<string, JsonObject>;
