export type { Bundling } from '../languages/index.ts';
export type { Duration } from './duration.ts';
export { taskMatchers, type ExpectedFailure, type TaskMatchers } from './matchers.ts';
export { runHandler, type HandlerFailure, type HandlerInput, type HandlerRun } from './run-handler.ts';
export { runTask, type RunTaskOptions } from './run-task.ts';
export {
  crashes,
  fails,
  failsForGood,
  slow,
  StepFault,
  throttled,
  type FaultDetails,
  type FaultOptions,
  type MockHandler,
  type PermanentFaultOptions,
  type StepCall,
  type StepMock,
} from './step-mock.ts';
export {
  describeRun,
  type ReportOptions,
  type AnyTask,
  type DescribedRun,
  type RepairOptions,
  type StepRun,
  type TaskRun,
} from './task-run.ts';
