/**
 * Amazon States Language, as types. Spec: https://states-language.net. What the emitter writes, in JSONPath, and the local
 * engine reads, in JSONPath or JSONata.
 */
import type { JsonObject, JsonValue } from '../json.ts';

/** A state machine. States Language: "Structure of a State Machine". */
export interface StateMachine {
  /** For people. */
  readonly Comment?: string;
  /**
   * Of the states that name none of their own.
   *
   * @default 'JSONPath'
   */
  readonly QueryLanguage?: 'JSONPath' | 'JSONata';
  /** Of the States Language: `1.0`. */
  readonly Version?: string;
  /** Seconds after which an execution fails with `States.Timeout`. */
  readonly TimeoutSeconds?: number;
  /** The name of the first state. */
  readonly StartAt: string;
  /** The states, by name. */
  readonly States: Readonly<Record<string, State>>;
}

/** A state, told apart by `Type`. States Language: "States". */
export type State =
  TaskState | PassState | ChoiceState | WaitState | SucceedState | FailState | ParallelState | MapState;

/** A JSONata expression in a field. States Language: "JSONata Concepts". */
export type JsonataText = `{%${string}%}`;

/** What every state may say of itself. */
interface Described {
  /** For people. */
  readonly Comment?: string;
  /** In what its fields are written; absent means that of the machine. */
  readonly QueryLanguage?: 'JSONPath' | 'JSONata';
}

/** What sets variables. States Language: "State Machine Variables". */
interface Assigning {
  /** New values of variables, by name; they hold from the next state on. */
  readonly Assign?: JsonObject;
}

/** What makes the output in JSONata. */
interface Output {
  /** The state's output; absent means its result, or its input where it has none. */
  readonly Output?: JsonValue;
}

/** What chooses a state's input and output. States Language: "Input and Output Processing". */
interface InputOutput extends Described, Output {
  /**
   * In JSONPath, which part of the input the state works on; null means `{}`.
   *
   * @default '$'
   */
  readonly InputPath?: string | null;
  /**
   * In JSONPath, which part of the output goes on; null means `{}`.
   *
   * @default '$'
   */
  readonly OutputPath?: string | null;
}

/** Where control goes on. States Language: "Transitions". */
interface Transition {
  /** The name of the next state. */
  readonly Next?: string;
  /** Whether the machine or the branch ends here. */
  readonly End?: true;
}

/** Where a result goes. */
interface Results {
  /**
   * In JSONPath, where the result is put into the input; null discards it.
   *
   * @default '$', which replaces the input
   */
  readonly ResultPath?: string | null;
}

/** What is sent, and what is kept of the answer. */
interface Selected extends Results {
  /** In JSONPath, what is sent; absent means the input. */
  readonly Parameters?: JsonValue;
  /** In JSONPath, what is kept of the result; absent means all. */
  readonly ResultSelector?: JsonObject;
}

/** When and how a state is tried again. States Language: "Retrying after error". */
export interface Retrier {
  /** The names of the errors after which it is. */
  readonly ErrorEquals: readonly string[];
  /**
   * Seconds before the first retry.
   *
   * @default 1
   */
  readonly IntervalSeconds?: number;
  /**
   * Retries at most; 0 means none.
   *
   * @default 3
   */
  readonly MaxAttempts?: number;
  /**
   * By how much each delay is longer than the one before; at least 1.
   *
   * @default 2
   */
  readonly BackoffRate?: number;
  /** Seconds that no delay exceeds; absent means no such limit. */
  readonly MaxDelaySeconds?: number;
  /**
   * `FULL` draws each delay between 0 and what it would be.
   *
   * @default 'NONE'
   */
  readonly JitterStrategy?: 'FULL' | 'NONE';
  /** For people. */
  readonly Comment?: string;
}

/** Where control goes after an error. States Language: "Fallback states". */
export interface Catcher extends Results, Assigning, Output {
  /** The names of the errors after which it does. */
  readonly ErrorEquals: readonly string[];
  /** The name of the next state. */
  readonly Next: string;
  /** For people. */
  readonly Comment?: string;
}

/** What handles errors. The first entry that names an error decides. */
interface Recovering {
  /** When the state is tried again. */
  readonly Retry?: readonly Retrier[];
  /** Where control goes once no retry is left. */
  readonly Catch?: readonly Catcher[];
}

/** Asks a resource to do work. States Language: "Task State". */
export interface TaskState extends InputOutput, Assigning, Selected, Recovering, Transition {
  readonly Type: 'Task';
  /** The ARN of a function, of an activity or of a service's action. */
  readonly Resource: string;
  /** In JSONata, what is sent to the resource. */
  readonly Arguments?: JsonValue;
  /** Seconds that an attempt may take before it fails with `States.Timeout`; absent means no limit. */
  readonly TimeoutSeconds?: number | JsonataText;
  /** In JSONPath, where the input holds the timeout. */
  readonly TimeoutSecondsPath?: string;
  /** Seconds between heartbeats before an attempt fails with `States.Timeout`. */
  readonly HeartbeatSeconds?: number | JsonataText;
  /** In JSONPath, where the input holds that number. */
  readonly HeartbeatSecondsPath?: string;
  /** The role with which the work is done, as `RoleArn`; absent means the machine's. */
  readonly Credentials?: JsonObject;
}

/** Hands on its input, or something made of it. States Language: "Pass State". */
export interface PassState extends InputOutput, Assigning, Results, Transition {
  readonly Type: 'Pass';
  /** In JSONPath, the result; absent means the input. */
  readonly Result?: JsonValue;
  /** In JSONPath, the result, made from the input. */
  readonly Parameters?: JsonValue;
}

/** Chooses the next state. States Language: "Choice State". */
export interface ChoiceState extends InputOutput, Assigning {
  readonly Type: 'Choice';
  /** The rules, in order: the first that holds decides. */
  readonly Choices: readonly ChoiceRule[];
  /** Where control goes when none holds; absent means that the execution fails. */
  readonly Default?: string;
}

/** A comparison in JSONPath, or a `Condition` in JSONata, and where it leads. */
export interface ChoiceRule extends Comparison, Assigning, Output {
  /** In JSONata, whether the rule holds. */
  readonly Condition?: boolean | string;
  /** The name of the next state. */
  readonly Next: string;
  /** For people. */
  readonly Comment?: string;
}

/** A boolean expression, or one comparison: `Variable` and exactly one operator such as `IsPresent`. */
export interface Comparison {
  /** Holds when all hold. */
  readonly And?: readonly Comparison[];
  /** Holds when one holds. */
  readonly Or?: readonly Comparison[];
  /** Holds when this does not. */
  readonly Not?: Comparison;
  /** The path of what is compared. */
  readonly Variable?: string;
  /** Whether the path finds something. */
  readonly IsPresent?: boolean;
  /** The text that it is. */
  readonly StringEquals?: string;
  /** The number that it is. */
  readonly NumericEquals?: number;
  readonly [operator: string]: unknown;
}

/** Waits. States Language: "Wait State". */
export interface WaitState extends InputOutput, Assigning, Transition {
  readonly Type: 'Wait';
  /** How long; in JSONata also an expression. */
  readonly Seconds?: number | string;
  /** Until when, in RFC 3339. */
  readonly Timestamp?: string;
  /** In JSONPath, where the input holds how long. */
  readonly SecondsPath?: string;
  /** In JSONPath, where the input holds until when. */
  readonly TimestampPath?: string;
}

/** Ends the machine or the branch well. States Language: "Succeed State". */
export interface SucceedState extends InputOutput {
  readonly Type: 'Succeed';
}

/** Ends the execution with an error. States Language: "Fail State". */
export interface FailState extends Described {
  readonly Type: 'Fail';
  /** The error's name. */
  readonly Error?: string;
  /** What more is to be said. */
  readonly Cause?: string;
  /** In JSONPath, where the input holds the name. */
  readonly ErrorPath?: string;
  /** In JSONPath, where the input holds the cause. */
  readonly CausePath?: string;
}

/** Runs branches at once; its result is the list of their outputs. States Language: "Parallel State". */
export interface ParallelState extends InputOutput, Assigning, Selected, Recovering, Transition {
  readonly Type: 'Parallel';
  /** In JSONata, the input of the branches. */
  readonly Arguments?: JsonValue;
  /** The branches; each gets the same input. */
  readonly Branches: readonly SubMachine[];
}

/** A branch of a Parallel, or the item processor of a Map. */
export interface SubMachine {
  /** For people. */
  readonly Comment?: string;
  /** The name of the first state. */
  readonly StartAt: string;
  /** The states, by name. */
  readonly States: Readonly<Record<string, State>>;
}

/** What a Map runs for each item. */
export interface Processor extends SubMachine {
  /** Where it runs. */
  readonly ProcessorConfig?: {
    /**
     * `DISTRIBUTED` runs each item, or batch of items, as an execution of its own.
     *
     * @default 'INLINE'
     */
    readonly Mode?: 'INLINE' | 'DISTRIBUTED';
    /** Of such executions. */
    readonly ExecutionType?: 'STANDARD' | 'EXPRESS';
  };
}

/** Runs a machine for each item. States Language: "Map State". */
export interface MapState extends InputOutput, Assigning, Selected, Recovering, Transition {
  readonly Type: 'Map';
  /**
   * In JSONPath, where the input holds the items.
   *
   * @default '$'
   */
  readonly ItemsPath?: string;
  /** In JSONata, the items. */
  readonly Items?: readonly JsonValue[] | JsonataText;
  /** What an iteration gets as its input; absent means the item. */
  readonly ItemSelector?: JsonObject | JsonataText;
  /** What runs for each item. */
  readonly ItemProcessor?: Processor;
  /** The older name of `ItemProcessor`. */
  readonly Iterator?: Processor;
  /**
   * How many run at a time; 0 means as many as can.
   *
   * @default 0
   */
  readonly MaxConcurrency?: number | JsonataText;
  /** In JSONPath, where the input holds that number. */
  readonly MaxConcurrencyPath?: string;
  /** Where a distributed Map reads its items. */
  readonly ItemReader?: JsonObject;
  /** How a distributed Map groups its items. */
  readonly ItemBatcher?: JsonObject;
  /** Where a distributed Map writes its results. */
  readonly ResultWriter?: JsonObject;
  /**
   * How many items may fail before a distributed Map does.
   *
   * @default 0
   */
  readonly ToleratedFailureCount?: number | JsonataText;
  /** In JSONPath, where the input holds that number. */
  readonly ToleratedFailureCountPath?: string;
  /**
   * How many percent of the items may fail before a distributed Map does.
   *
   * @default 0
   */
  readonly ToleratedFailurePercentage?: number | JsonataText;
  /** In JSONPath, where the input holds that number. */
  readonly ToleratedFailurePercentagePath?: string;
  /** What tells a distributed Map from others of its machine in ARNs. */
  readonly Label?: string;
}
