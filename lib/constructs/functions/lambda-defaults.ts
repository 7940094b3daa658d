import * as lambda from 'aws-cdk-lib/aws-lambda';
import { acknowledge } from '../operations/acknowledge.ts';

/** How every function is set up unless props say otherwise. */
export const lambdaDefaults = {
  architecture: lambda.Architecture.ARM_64,
  handler: 'index.handler',
  loggingFormat: lambda.LoggingFormat.JSON,
} as const;

/** The runtime that code in TypeScript is built and tested for. */
export const NODE_RUNTIME = lambda.Runtime.NODEJS_22_X;

/** The runtime of a function: that of its bundle, or the one of the same language that the props ask for. */
export function runtimeOf(bundled: string, wanted: lambda.Runtime | undefined): lambda.Runtime {
  const family = familyOf(bundled);
  return wanted !== undefined && wanted.family === family ? wanted : new lambda.Runtime(bundled, family);
}

function familyOf(runtime: string): lambda.RuntimeFamily {
  if (runtime.startsWith('python')) return lambda.RuntimeFamily.PYTHON;
  return runtime.startsWith('ruby') ? lambda.RuntimeFamily.RUBY : lambda.RuntimeFamily.NODEJS;
}

/** Tells cdk-nag why a function does not take the latest runtime there is. */
export function acknowledgeRuntime(fn: lambda.Function): void {
  acknowledge(fn, 'L1', `${fn.runtime.name} is the runtime that the code is built and tested for.`);
}
