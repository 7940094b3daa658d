export { isParked, type ParkedResult } from '../contract/parked-result.ts';
export { stateMachineName, type TemplateIdentity } from '../contract/state-machine-name.ts';
export type { TaskRequest } from '../contract/task-request.ts';
export type { JsonObject } from '../json.ts';
export type { HistoryEvent } from '../states-language/history.ts';
export type { SentEvent } from '../states-language/read-event.ts';
export type { StateMachine, SubMachine, TaskState, WaitState } from '../states-language/types.ts';
export type { CarriedStep } from '../contract/machine-comment.ts';
export type { ResultBudget } from '../contract/step-event.ts';
export { ExecutionView, type ExecutionEnd, type ViewOptions } from './view/execution-view.ts';
export type { TaskTypes } from '../contract/task-types.ts';
export type { FullTaskRequest, NewTask, NewTaskOf } from './requests/fill-request.ts';
export type { Repair, RepairAction, RepairedStep } from '../contract/continuation.ts';
export type { StepCompletionOptions, StepRepair, StepRepairOptions, TaskRepair } from './repair/plan-repair.ts';
export type { ListOptions, Pagination, TaskFilter } from './aws/list-tasks.ts';
export type { DeployedTemplate } from './aws/state-machines.ts';
export type { TaskRecord } from './aws/task-reader.ts';
export type { StepFunctions } from './aws/step-functions.ts';
export type { StepAuditResponse } from './responses/audit-response.ts';
export type { AttemptErrorResponse, AttemptResponse, WaitResponse } from './responses/attempt-response.ts';
export type { StepPage } from './responses/step-page.ts';
export type { CheckpointResponse, StepResponse, StepResponseOf, StepResults } from './responses/step-response.ts';
export type { AttemptError } from './view/attempt-error.ts';
export type { LogLocation, StepAttempt, StepWait } from './view/step-history.ts';
export type { StepCheckpointView, StepState, StepView } from './view/step-view.ts';
export { makeTaskId, type IdentityStrategy } from './requests/task-id.ts';
export type {
  RunResponse,
  SkippedStep,
  StepReadiness,
  TaskEndReason,
  TaskExecution,
  TaskResponse,
  TaskExecutionRun,
} from './responses/task-response.ts';
export type { TaskStatus } from './responses/task-status.ts';
export type { ResolutionStatus } from './dead-letters/resolution-status.ts';
export type { DeadLetter, DeadLetterReason, DeadLetterUpdate, TaskSnapshot } from './dead-letters/dead-letter.ts';
export type { DeadLetterStats } from './dead-letters/dead-letter-stats.ts';
export type { DeadLetterFilter, DeadLetterQueueFilter } from './dead-letters/dead-letters.ts';
export type { InvestigationEntry } from './dead-letters/investigation-queue.ts';
export type { StalenessHealth, TaskStaleness, WaitingState } from './dead-letters/staleness.ts';
export type { CloudWatchLogs } from './logs/cloud-watch-logs.ts';
export type { TaskLogLine } from './logs/log-line.ts';
export type { LogFilter } from './logs/task-logs.ts';
export { TaskerClient } from './tasker-client.ts';
export type {
  CreateOptions,
  GetStepOptions,
  Health,
  TaskerClientOptions,
  TaskList,
  TaskViews,
  WaitOptions,
} from './tasker-client-options.ts';
export { TaskerClientError, type TaskerErrorCode, type TaskerErrorDetails } from './tasker-client-error.ts';
export { viewExecution, type ExecutionRecord } from './view/view-execution.ts';
export type { RequestRules } from '../contract/machine-comment.ts';
