/**
 * Amazon States Language, as types. Spec: https://states-language.net. What the emitter writes, in JSONPath, and the local
 * engine reads, in JSONPath or JSONata.
 */
import type { JsonObject, JsonValue } from '../json.ts';

export interface StateMachine {
  readonly Comment?: string;
  readonly QueryLanguage?: 'JSONPath' | 'JSONata';
  readonly Version?: string;
  readonly TimeoutSeconds?: number;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export type State =
  TaskState | PassState | ChoiceState | WaitState | SucceedState | FailState | ParallelState | MapState;

/** A JSONata expression in a field. States Language: "JSONata Concepts". */
export type JsonataText = `{%${string}%}`;

interface Described {
  readonly Comment?: string;
  readonly QueryLanguage?: 'JSONPath' | 'JSONata';
}

/** What sets variables. States Language: "State Machine Variables". */
interface Assigning {
  readonly Assign?: JsonObject;
}

/** What makes the output in JSONata. */
interface Output {
  readonly Output?: JsonValue;
}

interface InputOutput extends Described, Output {
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
}

interface Transition {
  readonly Next?: string;
  readonly End?: true;
}

interface Results {
  readonly ResultPath?: string | null;
}

interface Selected extends Results {
  readonly Parameters?: JsonValue;
  readonly ResultSelector?: JsonObject;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
  readonly Comment?: string;
}

export interface Catcher extends Results, Assigning, Output {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Comment?: string;
}

interface Recovering {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface TaskState extends InputOutput, Assigning, Selected, Recovering, Transition {
  readonly Type: 'Task';
  readonly Resource: string;
  /** In JSONata, what is sent to the resource. */
  readonly Arguments?: JsonValue;
  readonly TimeoutSeconds?: number | JsonataText;
  readonly TimeoutSecondsPath?: string;
  readonly HeartbeatSeconds?: number | JsonataText;
  readonly HeartbeatSecondsPath?: string;
  readonly Credentials?: JsonObject;
}

export interface PassState extends InputOutput, Assigning, Results, Transition {
  readonly Type: 'Pass';
  readonly Result?: JsonValue;
  readonly Parameters?: JsonValue;
}

export interface ChoiceState extends InputOutput, Assigning {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

/** A comparison in JSONPath, or a `Condition` in JSONata, and where it leads. */
export interface ChoiceRule extends Comparison, Assigning, Output {
  readonly Condition?: boolean | string;
  readonly Next: string;
  readonly Comment?: string;
}

/** A boolean expression, or one comparison: `Variable` and exactly one operator such as `IsPresent`. */
export interface Comparison {
  readonly And?: readonly Comparison[];
  readonly Or?: readonly Comparison[];
  readonly Not?: Comparison;
  readonly Variable?: string;
  readonly IsPresent?: boolean;
  readonly StringEquals?: string;
  readonly NumericEquals?: number;
  readonly [operator: string]: unknown;
}

export interface WaitState extends InputOutput, Assigning, Transition {
  readonly Type: 'Wait';
  readonly Seconds?: number;
  readonly Timestamp?: string;
  readonly SecondsPath?: string;
  readonly TimestampPath?: string;
}

export interface SucceedState extends InputOutput {
  readonly Type: 'Succeed';
}

export interface FailState extends Described {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly Cause?: string;
  readonly ErrorPath?: string;
  readonly CausePath?: string;
}

export interface ParallelState extends InputOutput, Assigning, Selected, Recovering, Transition {
  readonly Type: 'Parallel';
  /** In JSONata, the input of the branches. */
  readonly Arguments?: JsonValue;
  readonly Branches: readonly SubMachine[];
}

/** A branch of a Parallel, or the item processor of a Map. */
export interface SubMachine {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface MapState extends InputOutput, Assigning, Selected, Recovering, Transition {
  readonly Type: 'Map';
  readonly ItemsPath?: string;
  /** In JSONata, the items. */
  readonly Items?: readonly JsonValue[] | JsonataText;
  readonly ItemSelector?: JsonObject | JsonataText;
  readonly ItemProcessor?: SubMachine & {
    readonly ProcessorConfig?: {
      readonly Mode?: 'INLINE' | 'DISTRIBUTED';
      readonly ExecutionType?: 'STANDARD' | 'EXPRESS';
    };
  };
  /** The older name of `ItemProcessor`. */
  readonly Iterator?: SubMachine;
  readonly MaxConcurrency?: number | JsonataText;
  readonly MaxConcurrencyPath?: string;
  readonly ItemReader?: JsonObject;
  readonly ItemBatcher?: JsonObject;
  readonly ResultWriter?: JsonObject;
  readonly ToleratedFailureCount?: number | JsonataText;
  readonly ToleratedFailureCountPath?: string;
  readonly ToleratedFailurePercentage?: number | JsonataText;
  readonly ToleratedFailurePercentagePath?: string;
  readonly Label?: string;
}
