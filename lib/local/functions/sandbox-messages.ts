/** What a function's process is asked to do: one invocation. */
export interface SandboxRequest {
  readonly requestId: string;
  /** URL of the module that exports `handler`. */
  readonly module: string;
  /** Variables of the function's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** JSON text; without it, the function is loaded, and not run. */
  readonly event?: string;
  readonly functionArn: string;
  /** ms that the invocation may take, once the function is loaded. */
  readonly timeout: number;
}

/** What a function's process tells. */
export type SandboxMessage =
  /** The process can take requests; `isDebugged` where a debugger can stop it. */
  | { readonly kind: 'ready'; readonly isDebugged: boolean }
  /** The function is loaded, and begins; `isFirst` when it was loaded for this invocation. */
  | { readonly kind: 'begun'; readonly requestId: string; readonly isFirst: boolean }
  /** `payload` is JSON text. */
  | { readonly kind: 'result'; readonly requestId: string; readonly payload: string }
  | { readonly kind: 'thrown'; readonly requestId: string; readonly thrown: ThrownValue }
  /** A custom runtime has reported an error: `payload` is what Lambda answers. `isOver` where the process will take no more requests. */
  | {
      readonly kind: 'failed';
      readonly requestId: string | undefined;
      readonly payload: string;
      readonly isOver: boolean;
    }
  /** All that a custom runtime has written in the invocation has been read. */
  | { readonly kind: 'logged'; readonly requestId: string }
  /** Nobody has caught it, and the process ends. */
  | { readonly kind: 'crashed'; readonly requestId: string | undefined; readonly thrown: ThrownValue };

/** What code has thrown, in a form that goes from process to process. */
export type ThrownValue =
  | { readonly name: string; readonly message: string; readonly stack: string }
  | { readonly type: string; readonly text: string };

/** Ends the log of an invocation on the process's output, with the request's id behind it. */
export const LOG_END = '\u0000tasker-sfn-log-end ';
