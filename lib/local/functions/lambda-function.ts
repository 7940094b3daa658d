import type { JsonValue } from '../../contract/json.ts';

/** A function as Lambda runs it. Rejects, as a handler does, with what its code throws. */
export type LambdaFunction = (event: JsonValue, context: LambdaContext) => Promise<unknown>;

/** What Lambda tells a Node handler beside the event. */
export interface LambdaContext {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
}

/**
 * A failure that Lambda reports instead of the function's code: a crash (`Runtime.ExitError`), a timeout
 * (`Sandbox.Timedout`). Whoever hosts functions rejects with it.
 */
export class LambdaFault extends Error {
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.name = 'LambdaFault';
    this.errorType = errorType;
  }
}
