import type { BatchInstance, BatchMetadata } from '../../contract/batch.ts';
import type { Continuation } from '../../contract/continuation.ts';
import type { WorkerEntry } from '../../contract/step-entry.ts';
import type { ResultBudget, WireStep } from '../../contract/step-event.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import type { JsonObject } from '../../json.ts';
import type { Entries, ResultEntry } from './read-entries.ts';

/** What the event says of the step itself. */
export interface CalledStep extends Omit<WireStep, 'config'> {
  readonly config: JsonObject;
  /** The same; of a worker, with its part of the work. */
  readonly inputs: JsonObject;
  readonly dependencies: readonly string[];
  readonly retryable: boolean;
  readonly max_attempts: number;
}

/** One invocation of a step's function: what its event says, with every default filled in. */
export interface StepCall {
  readonly task: {
    /** The name of the execution with which the task began. */
    readonly id: string;
    /** The ARN of that execution. */
    readonly arn: string;
    readonly namespace: string;
    readonly name: string;
    readonly version: string;
    /** ISO 8601. */
    readonly startedAt: string;
    /** How often the task has gone on after a failure: by redrives, and by executions that continue it. */
    readonly redriveCount: number;
    /** The execution's input, as it was given. */
    readonly request: TaskRequest;
  };
  readonly step: CalledStep;
  /** Of a worker: its part of a batch. */
  readonly batch?: (BatchInstance & { readonly template: string; readonly metadata: BatchMetadata }) | undefined;
  /**
   * Which run of the handler this is, from 1. Runs of which the runtime saw no end, since they crashed or took too long, are
   * not counted.
   */
  readonly attempt: number;
  /** Whether there can have been a run of the step before this one. */
  readonly mayHaveRun?: boolean;
  /** All that steps have left. */
  readonly entries: Entries;
  /** The entries of all transitive ancestors that have a result, by step name; of workers that their batch goes on without, the failure. */
  readonly ancestors: ReadonlyMap<string, ResultEntry | WorkerEntry>;
  /** The batches of child executions among the ancestors. */
  readonly listed: readonly string[];
  /** Of a worker: whether its batch is listed outside of the state data; then what comes of it is kept there, too. */
  readonly isListed?: boolean;
  /** Whether it is asked for the failure that has stopped its batch. */
  readonly isStopped?: boolean;
  /** What the execution continues; absent where it begins the task. */
  readonly continues?: Continuation;
  /** Where it continues one, whether it was redriven since: then failed steps run again, whoever has repaired them or not. */
  readonly wasRedriven?: boolean;
  readonly budget: ResultBudget;
}
