import type { SourceFile, Span } from '../diagnostics/source.ts';

/** A value and the place in the template where it was written. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

/** Any value that YAML gives us as plain data. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data };
export type DataObject = { readonly [key: string]: Data };

/** A Tasker task template, all spellings normalised. Tasker: "Task templates". */
export interface TaskTemplate {
  readonly source: SourceFile;
  readonly name: Located<string>;
  /** `namespace_name`. */
  readonly namespace: Located<string>;
  readonly version: Located<string>;
  readonly description?: string;
  readonly metadata?: DataObject;
  readonly inputSchema?: Located<DataObject>;
  readonly steps: readonly Step[];
  readonly environments: ReadonlyMap<string, EnvironmentOverride>;
  readonly lifecycle?: DataObject;
  readonly domainEvents: readonly DataObject[];
  /** `identity_strategy`: when two requests are the same task. */
  readonly identityStrategy?: IdentityStrategy;
}

export type IdentityStrategy = 'strict' | 'caller_provided' | 'always_unique';

export type StepType = 'standard' | 'decision' | 'deferred_convergence' | 'batchable' | 'batch_worker';
export type Backoff = 'none' | 'linear' | 'exponential' | 'fibonacci';

/** One step of a template. */
export interface Step {
  readonly name: Located<string>;
  readonly span: Span;
  readonly type: Located<StepType>;
  readonly description?: string;
  readonly handler: Handler;
  readonly dependencies: readonly Located<string>[];
  readonly retry: RetryPolicy;
  readonly timeoutSeconds?: Located<number>;
  readonly publishesEvents: readonly EventDeclaration[];
  readonly batchConfig?: BatchConfig;
  readonly resultSchema?: Located<DataObject>;
  /** How long the step usually takes, in ms: helps the planner; Tasker ignores it. */
  readonly expectedDurationMs?: number;
}

export interface Handler {
  readonly callable: Located<string>;
  /** Absent means `call`. */
  readonly method?: Located<string>;
  readonly resolver?: string;
  readonly initialization: DataObject;
}

/** A step's retry policy with every default filled in. */
export interface RetryPolicy {
  readonly retryable: boolean;
  /** Runs of the handler, the first included; at least 1. */
  readonly maxAttempts: number;
  readonly backoff: Backoff;
  /** The first delay, in ms. */
  readonly baseMs: number;
  /** The longest delay, in ms. */
  readonly maxMs: number;
}

export interface EventDeclaration {
  readonly name: string;
  readonly description: string;
  readonly schema: DataObject;
  readonly condition: 'success' | 'failure' | 'retryable_failure' | 'permanent_failure' | 'always';
  readonly deliveryMode: 'durable' | 'fast' | 'broadcast';
  readonly publisher?: string;
}

export interface BatchConfig {
  readonly span: Span;
  readonly batchSize: number;
  readonly parallelism: number;
  readonly cursorField: string;
  readonly workerTemplate: Located<string>;
  readonly failureStrategy: 'continue_on_failure' | 'fail_fast' | 'isolate';
}

/** `environments.<name>`: what it overrides, step by step, in file order. */
export interface EnvironmentOverride {
  readonly name: Located<string>;
  readonly steps: readonly StepOverride[];
}

/** An override of one step, or of every step when the name is `ALL`. */
export interface StepOverride {
  readonly name: Located<string>;
  readonly initialization?: DataObject;
  readonly timeoutSeconds?: Located<number>;
  /** Replaces the whole policy. */
  readonly retry?: RetryPolicy;
}
