import { ErrorType } from './error-type.ts';
import type { StepContext } from './step-context.ts';
import { StepHandlerResult } from './step-handler-result.ts';

/** What the runtime needs of a handler. */
export interface ExecutableHandler {
  readonly name: string;
  readonly version: string;
  readonly capabilities: string[];
  call(context: StepContext): Promise<StepHandlerResult>;
  configSchema(): Record<string, unknown> | null;
}

/** A handler's class: a template's `callable` finds it by `handlerName`, where `A::B::C` and `A.B.C` are one name. */
export interface StepHandlerClass {
  handlerName: string;
  handlerVersion?: string;
  new (): StepHandler;
}

/**
 * The base of all step handlers. A new instance serves every attempt, so fields never leak from one task to another.
 *
 * @example
 * ```ts
 * import { StepHandler, type StepContext, type StepHandlerResult } from 'tasker-sfn/runtime';
 *
 * export class GreetHandler extends StepHandler {
 *   static override handlerName = 'Demo::GreetHandler';
 *
 *   async call(context: StepContext): Promise<StepHandlerResult> {
 *     return this.success({ greeting: `Hello, ${context.getInputOr('name', 'world')}` });
 *   }
 * }
 * ```
 */
export abstract class StepHandler implements ExecutableHandler {
  static handlerName = '';
  static handlerVersion = '1.0.0';

  abstract call(context: StepContext): Promise<StepHandlerResult>;

  get name(): string {
    return this.statics().handlerName || this.constructor.name;
  }

  get version(): string {
    return this.statics().handlerVersion ?? '1.0.0';
  }

  get capabilities(): string[] {
    return ['process'];
  }

  configSchema(): Record<string, unknown> | null {
    return null;
  }

  protected success(result: Record<string, unknown>, metadata?: Record<string, unknown>): StepHandlerResult {
    return StepHandlerResult.success(result, metadata);
  }

  protected failure(
    message: string,
    errorType: string = ErrorType.HANDLER_ERROR,
    retryable: boolean = errorType !== ErrorType.PERMANENT_ERROR,
    metadata?: Record<string, unknown>,
    errorCode?: string,
  ): StepHandlerResult {
    return StepHandlerResult.failure(message, errorType, retryable, metadata, errorCode);
  }

  private statics(): StepHandlerClass {
    return this.constructor as StepHandlerClass;
  }
}
