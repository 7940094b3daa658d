/** What a function's process is asked to do. */
export interface SandboxRequest {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  readonly functionArn: string;
  /** When the invocation ends at the latest, in ms since 1970. */
  readonly deadline: number;
}

/** What a function's process tells. */
export type SandboxMessage =
  | { readonly kind: 'ready' }
  /** `payload` is JSON text. */
  | { readonly kind: 'result'; readonly requestId: string; readonly payload: string }
  | { readonly kind: 'thrown'; readonly requestId: string | undefined; readonly thrown: ThrownValue };

/** What code has thrown, in a form that goes from process to process. */
export type ThrownValue =
  | { readonly name: string; readonly message: string; readonly stack: string }
  | { readonly type: string; readonly text: string };

/** Ends the log of an invocation on the process's output, with the request's id behind it. */
export const LOG_END = '\u0000tasker-sfn-log-end ';
