import { PermanentError } from '../errors.ts';

/**
 * Something of Tasker's package that has no place in a step's function, or is not there yet. No later attempt can mend it,
 * so it is permanent.
 */
export class NotAvailableError extends PermanentError {
  static override readonly name: string = 'NotAvailableError';
  constructor(name: string, instead: string) {
    super(`"${name}" is not available in tasker-sfn. ${instead}`, 'NOT_AVAILABLE');
    this.name = 'NotAvailableError';
  }
}

/** What stands in for a class: it is made as Tasker's is, and its instances would have the members that Tasker's have. */
export interface UnavailableClass<Instance, Parameters extends readonly unknown[] = []> {
  new (...parameters: Parameters): Instance;
}

/** A stand-in that can be imported and passed around, and says why it does not work as soon as it is used. */
export function unavailable<T>(name: string, instead: string): T {
  const refuse = (): never => {
    throw new NotAvailableError(name, instead);
  };
  // Scans over a module's exports ask every value for these; only a use is an error.
  const harmless = (target: object, key: string | symbol) => typeof key === 'symbol' || key === 'then' || key in target;
  const standIn = new Proxy(function unavailableExport() {}, {
    apply: refuse,
    construct: refuse,
    get: (target, key) => (harmless(target, key) ? (Reflect.get(target, key) as unknown) : refuse()),
  });
  return standIn as T;
}

/** Why there is no worker. */
export const NO_WORKER =
  'There is no worker to start: deploy handlers as Lambda functions, or run them with "tasker-sfn run" and "tasker-sfn local".';
/** Why there are no events. */
export const NO_EVENTS = 'There is no worker whose events could be watched: see the execution history and the logs.';
/** Why there is no client. */
export const NO_CLIENT =
  'Inside a handler, use getTaskerClient(); from elsewhere, TaskerClient of "tasker-sfn/client".';
/** Why there is no native module. */
export const NO_FFI = 'There is no native module: state machines call the handlers.';
