import type { StepContext } from '../step-context.ts';
import type { ExecutableHandler } from '../step-handler.ts';
import type { StepHandlerResult } from '../step-handler-result.ts';
import { MethodDispatchError } from './resolution-errors.ts';

type Method = (context: StepContext) => Promise<StepHandlerResult>;

/** A handler whose `call` is another of its methods. */
export class MethodDispatchWrapper implements ExecutableHandler {
  /** The handler that has the method. */
  readonly handler: ExecutableHandler;
  /** The method that runs as `call`. */
  readonly targetMethod: string;
  readonly #method: Method;

  constructor(handler: ExecutableHandler, targetMethod: string) {
    const method = (handler as unknown as Record<string, unknown>)[targetMethod];
    if (typeof method !== 'function') throw new MethodDispatchError(handler.name, targetMethod);
    this.handler = handler;
    this.targetMethod = targetMethod;
    this.#method = method as Method;
  }

  get name(): string {
    return this.handler.name;
  }

  get version(): string {
    return this.handler.version;
  }

  get capabilities(): string[] {
    return this.handler.capabilities;
  }

  call(context: StepContext): Promise<StepHandlerResult> {
    return this.#method.call(this.handler, context);
  }

  configSchema(): Record<string, unknown> | null {
    return this.handler.configSchema();
  }

  /** The handler that has the method. */
  unwrap(): ExecutableHandler {
    return this.handler;
  }
}
