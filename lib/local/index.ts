export type { ActivityTask, ActivityWorker, QueuedTask } from './activities/activity-queues.ts';
export { ActivityQueues } from './activities/activity-queues.ts';
export { queuedActivities } from './activities/queued-activities.ts';
export type { Clock } from './clock/clock.ts';
export { realClock } from './clock/real-clock.ts';
export { virtualClock } from './clock/virtual-clock.ts';
export type { ObjectStore, StoredObject } from './distributed/object-store.ts';
export type {
  MapRunChild,
  MapRunCounts,
  MapRunRecord,
  MapRunSettings,
  ResultFile,
} from './distributed/map-run-record.ts';
export type { EarlierExecution, Execution, ExecutionOutcome } from './execution.ts';
export type { Mock, MockAnswer, StateMachineResult, StateMachineRun } from './kit/run-state-machine.ts';
export { runStateMachine } from './kit/run-state-machine.ts';
export type { LambdaContext, LambdaFunction } from './lambda/lambda-function.ts';
export { LambdaFault } from './lambda/lambda-function.ts';
export { lambdaInvoker } from './lambda/lambda-invoker.ts';
export type { StartNested } from './nested-executions.ts';
export { nestedExecutions } from './nested-executions.ts';
export { ExecutionNotRedrivableError } from './redrive/not-redrivable.ts';
export type { RedriveOptions } from './redrive/redrive-execution.ts';
export { redriveExecution } from './redrive/redrive-execution.ts';
export { UnsupportedDefinitionError } from './refuse-unsupported.ts';
export type { ExecutionOptions } from './execution-options.ts';
export { startExecution } from './start-execution.ts';
export { ErrorName, StatesError } from './states-error.ts';
export { taskAnswers } from './task-answers.ts';
export type { TaskBeginning, TaskCall, TaskInvoker, TaskRequest } from './task-invoker.ts';
export { wrapInvoker } from './task-invoker.ts';
export { TaskTokenError, TaskTokens } from './task-tokens.ts';
export type { DefinitionProblem } from './validate/problem.ts';
export { invalidDefinitionMessage, validateDefinition } from './validate/validate-definition.ts';
export { AwsError } from './server/aws-error.ts';
export type { LocalStepFunctionsOptions } from './server/local-step-functions.ts';
export { LocalStepFunctions } from './server/local-step-functions.ts';
export type { ServeOptions } from './server/serve.ts';
export { serveStepFunctions } from './server/serve.ts';
export type { MockConfig, MockedResponse } from './mock/mock-config.ts';
export { MockConfigError, parseMockConfig } from './mock/mock-config.ts';
export type { HostedFunction } from './lambda-api/hosted-function.ts';
export { lambdaEndpoint } from './lambda-api/lambda-endpoint.ts';
export type { Invocation, LambdaHostOptions } from './lambda-api/lambda-host.ts';
export { LambdaHost } from './lambda-api/lambda-host.ts';
export type { ServeLambdaOptions } from './lambda-api/serve-lambda.ts';
export { serveLambda } from './lambda-api/serve-lambda.ts';
export type { Listening, ListenOptions } from './http/listen.ts';
export type { ServiceOptions } from './services/call-service.ts';
export type { LocalTasksOptions } from './services/local-tasks.ts';
export { localTasks } from './services/local-tasks.ts';
export type { Tables } from './services/memory-tables.ts';
export { memoryTables } from './services/memory-tables.ts';
export { s3Objects } from './services/s3-objects.ts';
