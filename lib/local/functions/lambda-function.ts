import type { JsonValue } from '../../json.ts';

/** A function as Lambda runs it. Rejects, as a handler does, with what its code throws. */
export interface LambdaFunction {
  (event: JsonValue, context: LambdaContext): Promise<unknown>;
  /**
   * Whether it runs elsewhere, and sends the event on as JSON text. Its event has all numbers as they were written, and not
   * as JavaScript has them; `lambdaEndpoint` and `LambdaHost` make such functions. @default false
   */
  readonly isRemote?: true;
}

/** A function that runs elsewhere. */
export function remote(invoke: LambdaFunction): LambdaFunction {
  return Object.assign(invoke, { isRemote: true as const });
}

/** What Lambda tells a Node handler beside the event. */
export interface LambdaContext {
  /** The function's name. */
  readonly functionName: string;
  /** Always `$LATEST`. */
  readonly functionVersion: string;
  /** The ARN by which the function was called. */
  readonly invokedFunctionArn: string;
  /** The function's memory in MB, as text. */
  readonly memoryLimitInMB: string;
  /** The id of this invocation. */
  readonly awsRequestId: string;
  /** The name that the function's log group would have. */
  readonly logGroupName: string;
  /** The name that the function's log stream would have. */
  readonly logStreamName: string;
  /** Always true; nothing depends on it here. */
  readonly callbackWaitsForEmptyEventLoop: boolean;
  /** Milliseconds until the function's timeout. */
  getRemainingTimeInMillis(): number;
}

/**
 * A failure that Lambda reports instead of the function's code: a crash (`Runtime.ExitError`), a timeout
 * (`Sandbox.Timedout`). Whoever hosts functions rejects with it.
 */
export class LambdaFault extends Error {
  /** The name of the error, such as `TypeError`. */
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.name = 'LambdaFault';
    this.errorType = errorType;
  }
}
