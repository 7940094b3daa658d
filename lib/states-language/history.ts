import type {
  ActivityScheduledDetails,
  EvaluationDetails,
  ExecutionStartedDetails,
  FailureDetails,
  FunctionScheduledDetails,
  IterationDetails,
  MapRunDetails,
  MapStartedDetails,
  OutputDetails,
  RedrivenDetails,
  ServiceDetails,
  StateEnteredDetails,
  StateExitedDetails,
  TaskScheduledDetails,
  WorkerDetails,
} from './history-details.ts';

/**
 * An event of an execution's history, in the form of `GetExecutionHistory`, told apart by `type`. Who switches over the
 * type hears from the compiler of each type that is not dealt with. API reference: "HistoryEvent".
 */
export type HistoryEvent = { readonly [T in HistoryEventType]: HistoryEventOf<T> }[HistoryEventType];

/** An event of a type. */
export type HistoryEventOf<T extends HistoryEventType> = T extends HistoryEventType
  ? EventHead & TypeOf<T> & Details<T>
  : never;

/** What tells events apart. */
interface TypeOf<T extends HistoryEventType> {
  /** What has happened. */
  readonly type: T;
}

/** What all events have. */
export interface EventHead {
  /** From 1, in the order of the history. */
  readonly id: number;
  /** The event from which this one follows; 0 for none. */
  readonly previousEventId: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
}

/** A new event, as its type and its details. */
export type NewEvent = { readonly [T in HistoryEventType]: readonly [type: T, ...DetailsArgs<T>] }[HistoryEventType];

/** The details of an event of a type as a list of arguments: empty where it has none. */
export type DetailsArgs<T extends HistoryEventType> = T extends HistoryEventType
  ? DetailsOf[T] extends undefined
    ? readonly []
    : readonly [details: Details<T>]
  : never;

/** The types of events. */
export type HistoryEventType = keyof DetailsOf;

/** The member that holds the details of an event of a type. */
export type DetailsKey<T extends HistoryEventType> = T extends `${string}StateEntered`
  ? 'stateEnteredEventDetails'
  : T extends `${string}StateExited`
    ? 'stateExitedEventDetails'
    : `${Uncapitalize<T>}EventDetails`;

/** The member with the details of an event of a type, where it has any. */
type Details<T extends HistoryEventType> = DetailsOf[T] extends undefined
  ? unknown
  : { readonly [K in DetailsKey<T>]: DetailsOf[T] };

/** What the events of each type tell; undefined where no more than that it happened. */
type DetailsOf = Record<'ExecutionStarted', ExecutionStartedDetails> &
  Record<'ExecutionRedriven', RedrivenDetails> &
  Record<
    | 'TaskStateEntered'
    | 'PassStateEntered'
    | 'ChoiceStateEntered'
    | 'WaitStateEntered'
    | 'SucceedStateEntered'
    | 'FailStateEntered'
    | 'ParallelStateEntered'
    | 'MapStateEntered',
    StateEnteredDetails
  > &
  // Control never leaves a Fail.
  Record<
    | 'TaskStateExited'
    | 'PassStateExited'
    | 'ChoiceStateExited'
    | 'WaitStateExited'
    | 'SucceedStateExited'
    | 'ParallelStateExited'
    | 'MapStateExited',
    StateExitedDetails
  > &
  Record<
    | 'TaskStateAborted'
    | 'WaitStateAborted'
    | 'ParallelStateStarted'
    | 'ParallelStateSucceeded'
    | 'ParallelStateFailed'
    | 'ParallelStateAborted'
    | 'MapStateSucceeded'
    | 'MapStateFailed'
    | 'MapStateAborted'
    | 'MapRunSucceeded'
    | 'MapRunAborted'
    | 'LambdaFunctionStarted',
    undefined
  > &
  Record<'MapStateStarted', MapStartedDetails> &
  Record<
    'MapIterationStarted' | 'MapIterationSucceeded' | 'MapIterationFailed' | 'MapIterationAborted',
    IterationDetails
  > &
  Record<'MapRunStarted', MapRunDetails> &
  Record<'MapRunRedriven', MapRunDetails & RedrivenDetails> &
  Record<'TaskScheduled', TaskScheduledDetails> &
  Record<'TaskStarted', ServiceDetails> &
  Record<'TaskSubmitted' | 'TaskSucceeded', ServiceDetails & OutputDetails> &
  Record<'TaskStartFailed' | 'TaskSubmitFailed' | 'TaskFailed' | 'TaskTimedOut', ServiceDetails & FailureDetails> &
  Record<'LambdaFunctionScheduled', FunctionScheduledDetails> &
  Record<'ActivityScheduled', ActivityScheduledDetails> &
  Record<'ActivityStarted', WorkerDetails> &
  Record<'ExecutionSucceeded' | 'LambdaFunctionSucceeded' | 'ActivitySucceeded', OutputDetails> &
  Record<
    | 'ExecutionFailed'
    | 'ExecutionTimedOut'
    | 'ExecutionAborted'
    | 'MapRunFailed'
    | 'LambdaFunctionScheduleFailed'
    | 'LambdaFunctionStartFailed'
    | 'LambdaFunctionFailed'
    | 'LambdaFunctionTimedOut'
    | 'ActivityScheduleFailed'
    | 'ActivityFailed'
    | 'ActivityTimedOut',
    FailureDetails
  > &
  Record<'EvaluationFailed', EvaluationDetails>;

/** How an execution was started, as its history tells; undefined while it is empty. */
export function startOf(history: readonly HistoryEvent[]): ExecutionStartedDetails | undefined {
  const [first] = history;
  return first?.type === 'ExecutionStarted' ? first.executionStartedEventDetails : undefined;
}

/** When an execution began, as its history tells, in whole ms since 1970; undefined while it is empty. */
export function beginningOf([first]: readonly HistoryEvent[]): number | undefined {
  return first && millisecondsOf(first);
}

/** When an event happened, in whole ms since 1970. */
export function millisecondsOf({ timestamp }: Pick<EventHead, 'timestamp'>): number {
  return Math.round(timestamp * 1000);
}

/** Every type, and whether its events have details. */
const HAS_DETAILS: { readonly [T in HistoryEventType]: DetailsOf[T] extends undefined ? false : true } = {
  ExecutionStarted: true,
  ExecutionSucceeded: true,
  ExecutionFailed: true,
  ExecutionTimedOut: true,
  ExecutionAborted: true,
  ExecutionRedriven: true,
  TaskStateEntered: true,
  TaskStateExited: true,
  TaskStateAborted: false,
  PassStateEntered: true,
  PassStateExited: true,
  ChoiceStateEntered: true,
  ChoiceStateExited: true,
  WaitStateEntered: true,
  WaitStateExited: true,
  WaitStateAborted: false,
  SucceedStateEntered: true,
  SucceedStateExited: true,
  FailStateEntered: true,
  ParallelStateEntered: true,
  ParallelStateExited: true,
  ParallelStateStarted: false,
  ParallelStateSucceeded: false,
  ParallelStateFailed: false,
  ParallelStateAborted: false,
  MapStateEntered: true,
  MapStateExited: true,
  MapStateStarted: true,
  MapStateSucceeded: false,
  MapStateFailed: false,
  MapStateAborted: false,
  MapIterationStarted: true,
  MapIterationSucceeded: true,
  MapIterationFailed: true,
  MapIterationAborted: true,
  MapRunStarted: true,
  MapRunSucceeded: false,
  MapRunFailed: true,
  MapRunAborted: false,
  MapRunRedriven: true,
  TaskScheduled: true,
  TaskStarted: true,
  TaskStartFailed: true,
  TaskSubmitted: true,
  TaskSubmitFailed: true,
  TaskSucceeded: true,
  TaskFailed: true,
  TaskTimedOut: true,
  LambdaFunctionScheduled: true,
  LambdaFunctionScheduleFailed: true,
  LambdaFunctionStarted: false,
  LambdaFunctionStartFailed: true,
  LambdaFunctionSucceeded: true,
  LambdaFunctionFailed: true,
  LambdaFunctionTimedOut: true,
  ActivityScheduled: true,
  ActivityScheduleFailed: true,
  ActivityStarted: true,
  ActivitySucceeded: true,
  ActivityFailed: true,
  ActivityTimedOut: true,
  EvaluationFailed: true,
};

/** The types of events that there are. */
export const HISTORY_EVENT_TYPES = Object.keys(HAS_DETAILS) as readonly HistoryEventType[];

/** The member that holds the details of events of a type; undefined where they have none, or the type is unknown. */
export function detailsKey(type: string): string | undefined {
  if (!isHistoryEventType(type) || !HAS_DETAILS[type]) return undefined;
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

/** Whether there are events of this type. */
export function isHistoryEventType(type: string): type is HistoryEventType {
  return Object.hasOwn(HAS_DETAILS, type);
}
