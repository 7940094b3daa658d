import * as lambda from 'aws-cdk-lib/aws-lambda';
import { acknowledge } from '../operations/acknowledge.ts';

/** How every function is set up unless props say otherwise. */
export const lambdaDefaults = {
  runtime: lambda.Runtime.NODEJS_22_X,
  architecture: lambda.Architecture.ARM_64,
  handler: 'index.handler',
  loggingFormat: lambda.LoggingFormat.JSON,
} as const;

/** Tells cdk-nag why a function does not take the latest runtime there is. */
export function acknowledgeRuntime(fn: lambda.Function): void {
  acknowledge(fn, 'L1', 'nodejs22.x is the runtime that the code is built and tested for.');
}
