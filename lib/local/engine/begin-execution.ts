import type { TaskTokens } from './task/task-tokens.ts';
import type { Execution } from './execution.ts';
import type { ExecutionOptions } from './execution-options.ts';
import { identityOf } from './identity.ts';
import { launch } from './launch.ts';

/** Starts an execution whose tasks are all done by `invoke`, those that answer other tasks too. */
export function beginExecution(options: ExecutionOptions & { readonly tokens: TaskTokens }): Execution {
  const identity = identityOf(options);
  return launch({ options, tokens: options.tokens, identity });
}
