import type { StepContext } from './step-context.ts';
import { StepHandlerResult } from './step-handler-result.ts';
import type { AnyStep, ResultOf, StepTypes } from './step-types.ts';

/** What the runtime needs of a handler. */
export interface ExecutableHandler {
  /** The name by which templates call the handler. */
  readonly name: string;
  /** The handler's version. */
  readonly version: string;
  /** What the handler can do, in Tasker's words: `process`, `decision`, `api` and so on. Nothing depends on them. */
  readonly capabilities: string[];
  /** Does the step's work once. A rejection means what the same error means when it is thrown. */
  call(context: StepContext): Promise<StepHandlerResult>;
  /** The JSON Schema of the step's configuration; null when the handler declares none. */
  configSchema(): Record<string, unknown> | null;
}

/** A handler's class: a template's `callable` finds it by `handlerName`, where `A::B::C` and `A.B.C` are one name. */
export interface StepHandlerClass {
  /** The name by which templates call the handler. */
  handlerName: string;
  /** The handler's version, for the log and for results. @default '1.0.0' */
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
export abstract class StepHandler<in out Step extends StepTypes = AnyStep> implements ExecutableHandler {
  /**
   * The name by which a template's `callable` finds the class; where it is empty, the class's own name stands for it.
   */
  static handlerName = '';
  /** The handler's version, free text. */
  static handlerVersion = '1.0.0';

  /**
   * Does the step's work, once per attempt. Return {@link success} or {@link failure}, or throw. Tasker: "Class-based
   * handlers".
   */
  abstract call(context: StepContext<Step>): Promise<StepHandlerResult>;

  /** The handler's name: its `handlerName`, or the class's name where that is empty. */
  get name(): string {
    return (this.constructor as StepHandlerClass).handlerName || this.constructor.name;
  }

  /** The class's `handlerVersion`. @default '1.0.0' */
  get version(): string {
    return (this.constructor as StepHandlerClass).handlerVersion ?? '1.0.0';
  }

  /** What the handler can do, in Tasker's words: `['process']` unless a subclass says more. */
  get capabilities(): string[] {
    return ['process'];
  }

  /**
   * The JSON Schema of the step's configuration; null unless a subclass declares one. Nothing checks it at run time.
   */
  configSchema(): Record<string, unknown> | null {
    return null;
  }

  /**
   * The step's success. Later steps read the result by the step's name; it is written as JSON, and one that is too large to
   * travel through the state machine is kept in the results bucket. `metadata` stays with the handler.
   *
   * @example
   * ```ts
   * import { StepHandler } from 'tasker-sfn/runtime';
   * export class Greet extends StepHandler {
   *   static override handlerName = 'Demo::Greet';
   *   call = async () => this.success({ greeting: 'Hello' });
   * }
   * ```
   */
  protected success(result: ResultOf<Step>, metadata?: Record<string, unknown>): StepHandlerResult {
    return StepHandlerResult.success(result as Record<string, unknown>, metadata);
  }

  /**
   * The step's failure. A retryable one is tried again by the step's policy until `retry.max_attempts` is reached; any other
   * fails the step at once, and the steps that depend on it do not run. Tasker: "Error classification".
   *
   * @param message - What went wrong, for people.
   * @param errorType - The kind of error; it informs. Default: `handler_error`.
   * @param retryable - Whether another attempt makes sense. Default: true, unless the type is `permanent_error`.
   * @param metadata - More about it, for the failure's details and the log. `retry_after` (seconds) asks for a wait.
   * @param errorCode - A code for programs, such as `CARD_DECLINED`.
   *
   * @example
   * ```ts
   * import { ErrorType, StepHandler } from 'tasker-sfn/runtime';
   * export class Charge extends StepHandler {
   *   static override handlerName = 'Demo::Charge';
   *   call = async () =>
   *     this.failure('The card was declined', ErrorType.PERMANENT_ERROR, false, { bank: 'first' }, 'CARD_DECLINED');
   * }
   * ```
   */
  protected failure(
    message: string,
    errorType?: string,
    retryable?: boolean,
    metadata?: Record<string, unknown>,
    errorCode?: string,
  ): StepHandlerResult {
    return StepHandlerResult.failure(message, errorType, retryable, metadata, errorCode);
  }
}
