import type { TemplateKey } from './run-source.ts';

/** What only the machine knows on which the handlers run. */
export interface Workshop {
  /** What the invocations of a run have logged, in the order in which they ended; empty of a run that is known no more. */
  logsOf(run: string): readonly InvocationLog[];
  /** The line of the project's own sources at which a step last threw. */
  placeOf(run: string, step: string): CodePlace | undefined;
  /** The functions, by name. */
  functions(): readonly FunctionFacts[];
  /** Lets the next attempts of a step of the next run of a template fail. */
  failNext(template: TemplateKey, step: string, times: number): void;
}

/** What one invocation has logged. */
export interface InvocationLog {
  readonly step: string;
  readonly functionName: string;
  /** When it ended: ms since 1970. */
  readonly at: number;
  /** As CloudWatch would show it. */
  readonly text: string;
}

/** A place in source code. */
export interface CodePlace {
  /** Such as `lambdas/shop/charge.ts:14:9`. */
  readonly place: string;
  /** What opens it in an editor. */
  readonly editorUrl: string;
  /** Some lines around it; the one that is meant is marked. */
  readonly code: readonly { readonly number: number; readonly text: string; readonly isMeant: boolean }[];
}

/** What is known of a function on this machine. */
export interface FunctionFacts {
  readonly name: string;
  readonly invocations: number;
  readonly failures: number;
  /** What it last threw. */
  readonly lastError?: string;
  /** When that was: ms since 1970. */
  readonly lastErrorAt?: number;
  /** What it has, in MB. */
  readonly memory?: number;
  /** What it has, in s. */
  readonly timeout?: number;
  /** How often its code was loaded anew since the start. */
  readonly reloads: number;
}
