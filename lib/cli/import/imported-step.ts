import type { Data } from './data.ts';

/** A step of the template that an import makes. */
export interface ImportedStep {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly work: Work;
  readonly description?: string;
  readonly timeoutSeconds?: number;
  readonly retry?: ImportedRetry;
}

/** A retry policy in Tasker's words. */
export interface ImportedRetry {
  readonly max_attempts: number;
  readonly backoff?: 'exponential';
  readonly backoff_base_ms?: number;
  readonly max_backoff_ms?: number;
}

/** What the handler of a step does. */
export type Work =
  /** What the resource of a Task did, which is to be written. */
  | { readonly kind: 'task'; readonly resource: string; readonly input: Data; readonly isPayload: boolean }
  | { readonly kind: 'decision'; readonly rules: readonly Rule[]; readonly otherwise?: Route }
  | { readonly kind: 'fail'; readonly error: Data; readonly cause: Data }
  /** Makes a worker for each item. */
  | { readonly kind: 'split'; readonly worker: string; readonly items: Data }
  | {
      readonly kind: 'worker';
      readonly resource: string;
      readonly items: Data;
      readonly input: Data;
      readonly parallelism: number;
    }
  /** Does nothing: a decision needs a step before it. */
  | { readonly kind: 'begin' };

/** A rule of a decision. */
export interface Rule {
  /** In TypeScript; undefined where it has to be written. */
  readonly condition: string | undefined;
  /** The rule as it stood. */
  readonly source: string;
  readonly route: Route;
}

/** Where a decision leads. */
export interface Route {
  /** The state that was next. */
  readonly next: string;
  /** The steps to run; none where the way ends. */
  readonly steps: readonly string[];
}
