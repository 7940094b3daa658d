export type { JsonValue } from '../json.ts';
export type { HistoryEvent } from '../states-language/history.ts';
export type { ActivityTask, ActivityWorker, QueuedTask } from './tasks/services/activities/activity-queues.ts';
export { ActivityQueues } from './tasks/services/activities/activity-queues.ts';
export { queuedActivities } from './tasks/services/activities/queued-activities.ts';
export { parseDefinition } from './base/parse-definition.ts';
export type { Clock, HoldOption } from './base/clock/clock.ts';
export type { RealClockOptions } from './base/clock/real-clock.ts';
export { realClock } from './base/clock/real-clock.ts';
export type { VirtualClockOptions } from './base/clock/virtual-clock.ts';
export { virtualClock } from './base/clock/virtual-clock.ts';
export type { ObjectStore, StoredObject } from './engine/distributed/object-store.ts';
export type {
  MapRunChild,
  MapRunCounts,
  MapRunRecord,
  MapRunSettings,
  ResultFile,
} from './engine/distributed/map-run-record.ts';
export type { EarlierExecution, Execution, ExecutionOutcome } from './engine/execution.ts';
export type { Mock, MockAnswer, Mocks } from './kit/mock-states.ts';
export { mockStates } from './kit/mock-states.ts';
export { mocksOfTestCase } from './kit/mocks-of-test-case.ts';
export type { StateVisit } from './kit/state-visit.ts';
export { stateVisits } from './kit/state-visit.ts';
export type { StateMachineResult, StateMachineRun } from './kit/run-state-machine.ts';
export { runStateMachine } from './kit/run-state-machine.ts';
export type { LambdaContext, LambdaFunction } from './functions/lambda-function.ts';
export { LambdaFault } from './functions/lambda-function.ts';
export { lambdaInvoker } from './tasks/services/lambda/lambda-invoker.ts';
export type { StartNested } from './tasks/services/step-functions/nested-executions.ts';
export { nestedExecutions } from './tasks/services/step-functions/nested-executions.ts';
export { ExecutionNotRedrivableError } from './engine/redrive/not-redrivable.ts';
export type { RedriveOptions } from './engine/redrive/resume-execution.ts';
export { redriveExecution } from './kit/redrive-execution.ts';
export { UnsupportedDefinitionError } from './engine/refuse-unsupported.ts';
export type { ExecutionOptions } from './engine/execution-options.ts';
export { startExecution } from './kit/start-execution.ts';
export { ErrorName } from '../states-language/error-name.ts';
export { StatesError } from './base/states-error.ts';
export { taskAnswers } from './tasks/services/step-functions/task-answers.ts';
export type { TaskBeginning, TaskCall, TaskInvoker, PendingTask } from './engine/task/task-invoker.ts';
export { wrapInvoker } from './engine/task/task-invoker.ts';
export { TaskTokenError, TaskTokens } from './engine/task/task-tokens.ts';
export type { DefinitionProblem } from './validate/problem.ts';
export { invalidDefinitionMessage, validateDefinition } from './validate/validate-definition.ts';
export { AwsError } from './base/api/aws-error.ts';
export type { LocalStepFunctionsOptions } from './service/local-step-functions.ts';
export { LocalStepFunctions } from './service/local-step-functions.ts';
export type { ExecutionObserver, ObservedExecution } from './service/service.ts';
export type { ServeOptions } from './service/serve.ts';
export { serveStepFunctions } from './service/serve.ts';
export type { MockConfig, MockedResponse } from './tasks/mock/mock-config.ts';
export { MockConfigError, parseMockConfig } from './tasks/mock/mock-config.ts';
export { mayBeDebugged } from './functions/may-be-debugged.ts';
export type { HostedFunction } from './functions/hosted-function.ts';
export { lambdaEndpoint } from './functions/lambda-endpoint.ts';
export type { Invocation, LambdaHostOptions } from './functions/lambda-host.ts';
export { LambdaHost } from './functions/lambda-host.ts';
export type { ServeLambdaOptions } from './functions/serve-lambda.ts';
export { serveLambda } from './functions/serve-lambda.ts';
export type { Listening, ListenOptions } from './base/http/listen.ts';
export type { ServiceOptions } from './tasks/sdk/call-service.ts';
export type { LocalTasksOptions } from './tasks/local-tasks.ts';
export { localTasks } from './tasks/local-tasks.ts';
export type { Tables } from './tasks/services/dynamodb/memory-tables.ts';
export { memoryTables } from './tasks/services/dynamodb/memory-tables.ts';
export { s3Objects } from './tasks/services/s3/s3-objects.ts';
