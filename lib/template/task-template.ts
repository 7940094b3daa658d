import type { SourceFile, Span } from '../diagnostics/source.ts';

/** A value and the place in the template where it was written. */
export interface Located<T> {
  /** The value. */
  readonly value: T;
  /** Where it is written. */
  readonly span: Span;
}

/** Any value that YAML gives us as plain data. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data };
/** An object of plain data. */
export type DataObject = { readonly [key: string]: Data };

/** A Tasker task template, all spellings normalised. Tasker: "Task templates". */
export interface TaskTemplate {
  /** The file that the template was read from. */
  readonly source: SourceFile;
  /** The template's name; with namespace and version it tells one template from another. */
  readonly name: Located<string>;
  /** `namespace_name`. */
  readonly namespace: Located<string>;
  /** The template's version, such as `1.0.0`. */
  readonly version: Located<string>;
  /** What the template is for, for people. */
  readonly description?: string;
  /** `metadata`: author, tags and links. Carried, never read. */
  readonly metadata?: DataObject;
  /** `input_schema`: the JSON Schema of a task's context. */
  readonly inputSchema?: Located<DataObject>;
  /** The steps, in the order of the file, which means nothing. */
  readonly steps: readonly Step[];
  /** What each environment overrides, by its name. */
  readonly environments: ReadonlyMap<string, EnvironmentOverride>;
  /** `lifecycle`: how long a task and a run of a step may take, and thresholds of staleness. */
  readonly lifecycle?: DataObject;
  /** `domain_events`: what events mean. Documentation alone. */
  readonly domainEvents: readonly DataObject[];
  /** `identity_strategy`: when two requests are the same task: with the same context, with the same key of the caller, or never. */
  readonly identityStrategy?: 'strict' | 'caller_provided' | 'always_unique';
}

/** The kinds of steps. Tasker: "Step types". */
export type StepType = 'standard' | 'decision' | 'deferred_convergence' | 'batchable' | 'batch_worker';
/** How the delay before an attempt grows. Tasker: "Retry semantics". */
export type Backoff = 'none' | 'linear' | 'exponential' | 'fibonacci';

/** One step of a template. */
export interface Step {
  /** The step's name, one of its own within the template. */
  readonly name: Located<string>;
  /** Where the step is written. */
  readonly span: Span;
  /** What kind of step it is. @default 'standard' */
  readonly type: Located<StepType>;
  /** What the step does, for people. */
  readonly description?: string;
  /** The code that does the step's work. */
  readonly handler: Handler;
  /** The steps that must complete before this one starts. */
  readonly dependencies: readonly Located<string>[];
  /** When a failure is tried again. */
  readonly retry: RetryPolicy;
  /** Seconds that one attempt may take. @default the machine's */
  readonly timeoutSeconds?: Located<number>;
  /** The domain events of the step. */
  readonly publishesEvents: readonly DeclaredEvent[];
  /** How a batchable step splits its work. */
  readonly batchConfig?: BatchSettings;
  /** `result_schema`: the JSON Schema of the step's result. */
  readonly resultSchema?: Located<DataObject>;
  /** How long the step usually takes, in ms: helps the planner; Tasker ignores it. */
  readonly expectedDurationMs?: number;
}

/** The code of a step: `handler` of the template. */
export interface Handler {
  /** The handler's name. */
  readonly callable: Located<string>;
  /** Absent means `call`. */
  readonly method?: Located<string>;
  /** The resolver that finds the handler. @default the handler is found by its name */
  readonly resolver?: Located<string>;
  /** The step's configuration, which its handler reads with `getConfig`. @default {} */
  readonly initialization: DataObject;
}

/** A step's retry policy with every default filled in. */
export interface RetryPolicy {
  /** Whether any failure is retried at all. */
  readonly retryable: boolean;
  /** Runs of the handler, the first included; at least 1. */
  readonly maxAttempts: number;
  /** How the delay grows from one attempt to the next. */
  readonly backoff: Backoff;
  /** The first delay, in ms. */
  readonly baseMs: number;
  /** The longest delay, in ms. */
  readonly maxMs: number;
}

/** A domain event of a step. Tasker: "Domain events". */
export interface DeclaredEvent {
  /** The event's name, such as `payment.processed`. */
  readonly name: string;
  /** What the event means, for people. */
  readonly description: string;
  /** The JSON Schema of the payload. */
  readonly schema: DataObject;
  /** After which outcomes of the step the event is published. */
  readonly condition: 'success' | 'failure' | 'retryable_failure' | 'permanent_failure' | 'always';
  /** How the event travels: by a queue, within the process, or both. */
  readonly deliveryMode: 'durable' | 'fast' | 'broadcast';
  /** The publisher that shapes the event; absent means the default one. */
  readonly publisher?: string;
}

/** How a batchable step splits its work: `batch_config` of the template. */
export interface BatchSettings {
  /** Where it is written. */
  readonly span: Span;
  /** Items per worker. */
  readonly batchSize: number;
  /** Workers that run at once, at most. */
  readonly parallelism: number;
  /** The field that the cursors count. */
  readonly cursorField: string;
  /** The step of type `batch_worker` that each batch is given to. */
  readonly workerTemplate: Located<string>;
  /** What becomes of the batch when a worker fails. */
  readonly failureStrategy: 'continue_on_failure' | 'fail_fast' | 'isolate';
}

/** `environments.<name>`: what it overrides, step by step, in file order. */
export interface EnvironmentOverride {
  /** The environment's name. */
  readonly name: Located<string>;
  /** The overrides, in the order of the file; later ones win. */
  readonly steps: readonly StepOverride[];
}

/** An override of one step, or of every step when the name is `ALL`. */
export interface StepOverride {
  /** The step's name, or `ALL`. */
  readonly name: Located<string>;
  /** Configuration to merge over the step's own. */
  readonly initialization?: DataObject;
  /** Seconds that one attempt may take. */
  readonly timeoutSeconds?: Located<number>;
  /** Replaces the whole policy. */
  readonly retry?: RetryPolicy;
  /** Settings that replace those of the step's `batch_config`, one by one. */
  readonly batch?: BatchOverride;
}

/** What an environment may change of a batch. */
export type BatchOverride = Partial<
  Pick<BatchSettings, 'batchSize' | 'parallelism' | 'cursorField' | 'failureStrategy'>
>;
