import type { StateMachine } from '../../states-language/types.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { Clock } from '../base/clock/clock.ts';
import type { ObjectStore } from './distributed/object-store.ts';
import type { Execution } from './execution.ts';
import type { TaskInvoker } from './task/task-invoker.ts';
import type { TaskTokens } from './task/task-tokens.ts';

/** A child execution of a distributed Map that is about to begin, or to go on. */
export interface BeginningChild {
  /** Its ARN. */
  readonly arn: string;
  /** What it runs. */
  readonly definition: StateMachine;
  /** The ARN of the run of the Map. */
  readonly mapRunArn: string;
  /** The ARN of the execution that the Map is of. */
  readonly startedBy: string;
}

/** What an execution needs. */
export interface ExecutionOptions {
  /** The state machine, in States Language. */
  readonly definition: StateMachine;
  /** The execution's input. */
  readonly input: JsonValue;
  /**
   * The text that the input was given as: the first event of the history shows it.
   * @default made of the input
   */
  readonly inputText?: string;
  /**
   * Members of the context object (`$$`, `$states.context`) that stand in place of the execution's own, at any depth, such as
   * `{ Execution: { StartTime: '2025-01-01T00:00:00Z' } }`. Only what states read is changed by it. @default none
   */
  readonly context?: JsonObject;
  /** Does the work of the Task states. */
  readonly invoke: TaskInvoker;
  /** What tells the time and waits: {@link realClock} or {@link virtualClock}. */
  readonly clock: Clock;
  /**
   * What jitter and ids are drawn from: the same seed gives the same run.
   * @default 0
   */
  readonly seed?: number;
  /** The execution's name. @default a UUID */
  readonly name?: string;
  /** The state machine's name. @default "StateMachine" */
  readonly stateMachineName?: string;
  /**
   * The ARNs under which the execution, its machine and its role are known.
   * @default made of their names
   */
  readonly arns?: {
    /** The execution's ARN. */
    readonly execution: string;
    /** The state machine's ARN. */
    readonly stateMachine: string;
    /** The ARN of the machine's role. */
    readonly role: string;
  };
  /**
   * The tasks that wait to be told their result; given when one object is to serve many executions. Then `invoke` does all
   * tasks, and `taskAnswers` those that answer others.
   * @default the execution's own, whose tasks can answer each other
   */
  readonly tokens?: TaskTokens;
  /** What distributed Maps read their items from and write their results to. */
  readonly objects?: ObjectStore | undefined;
  /** Told of each child execution that a distributed Map starts or redrives, with the number of items that it is for. */
  readonly onChildExecution?: ((execution: Execution, mapRunArn: string, items: number) => void) | undefined;
  /** Told of each child execution before it begins, or goes on; what it returns is told its events. */
  readonly observeChild?: ((child: BeginningChild) => (event: HistoryEvent) => void) | undefined;
  /** Told of each run of a distributed Map, in this execution or in a child of it. */
  readonly onMapRun?: ((mapRunArn: string, executionArn: string) => void) | undefined;
  /** Told of each event as it happens. */
  readonly onEvent?: (event: HistoryEvent) => void;
}
