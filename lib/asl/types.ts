/**
 * Amazon States Language in JSONPath form, as types. Spec: https://states-language.net.
 * What the emitter writes and the local engine reads.
 */
import type { JsonObject, JsonValue } from '../contract/json.ts';

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

interface Described {
  readonly Comment?: string;
  readonly QueryLanguage?: 'JSONPath' | 'JSONata';
}

interface InputOutput extends Described {
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

export interface Catcher extends Results {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Comment?: string;
}

interface Recovering {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface TaskState extends InputOutput, Selected, Recovering, Transition {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
  readonly HeartbeatSeconds?: number;
  readonly HeartbeatSecondsPath?: string;
  readonly Credentials?: JsonObject;
}

export interface PassState extends InputOutput, Results, Transition {
  readonly Type: 'Pass';
  readonly Result?: JsonValue;
  readonly Parameters?: JsonValue;
}

export interface ChoiceState extends InputOutput {
  readonly Type: 'Choice';
  readonly Choices: readonly (Comparison & { readonly Next: string; readonly Comment?: string })[];
  readonly Default?: string;
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

export interface WaitState extends InputOutput, Transition {
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

export interface ParallelState extends InputOutput, Selected, Recovering, Transition {
  readonly Type: 'Parallel';
  readonly Branches: readonly SubMachine[];
}

/** A branch of a Parallel, or the item processor of a Map. */
export interface SubMachine {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface MapState extends InputOutput, Selected, Recovering, Transition {
  readonly Type: 'Map';
  readonly ItemsPath?: string;
  readonly ItemSelector?: JsonObject;
  readonly ItemProcessor?: SubMachine & {
    readonly ProcessorConfig?: {
      readonly Mode?: 'INLINE' | 'DISTRIBUTED';
      readonly ExecutionType?: 'STANDARD' | 'EXPRESS';
    };
  };
  /** The older name of `ItemProcessor`. */
  readonly Iterator?: SubMachine;
  readonly MaxConcurrency?: number;
  readonly MaxConcurrencyPath?: string;
  readonly ItemReader?: JsonObject;
  readonly ItemBatcher?: JsonObject;
  readonly ResultWriter?: JsonObject;
  readonly ToleratedFailureCount?: number;
  readonly ToleratedFailureCountPath?: string;
  readonly ToleratedFailurePercentage?: number;
  readonly ToleratedFailurePercentagePath?: string;
  readonly Label?: string;
}
