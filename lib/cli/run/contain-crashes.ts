import { AsyncLocalStorage } from 'node:async_hooks';
import { LambdaFault, type LambdaFunction } from '../../local/index.ts';

type Fail = (fault: LambdaFault) => void;

/** Which invocation the running code belongs to. */
const invocations = new AsyncLocalStorage<Fail>();

/** Ends a function's invocation, and nothing else, when its code crashes while {@link containCrashes} is in force. */
export function crashable(run: LambdaFunction): LambdaFunction {
  return (event, context) =>
    new Promise((resolve, reject) => {
      invocations.run(reject, () => void run(event, context).then(resolve, reject));
    });
}

/**
 * Makes a crash of a handler what it is on Lambda: an error of that invocation. Without this a rejection that nobody
 * awaits, an error in a timer, or `process.exit` would end this process. Returns what undoes it.
 */
export function containCrashes(): () => void {
  const onRejection = (reason: unknown) => crash(reason, 'Runtime.UnhandledPromiseRejection', String(reason));
  const onException = (error: unknown) =>
    crash(error, 'Runtime.ExitError', `Runtime exited with error: exit status 129: ${String(error)}`);
  const exit = process.exit.bind(process);
  process.on('unhandledRejection', onRejection).on('uncaughtException', onException);
  process.exit = (code?: number) => {
    const fail = invocations.getStore();
    if (fail === undefined) exit(code);
    const fault = new LambdaFault('Runtime.ExitError', `Runtime exited with error: exit status ${code ?? 0}`);
    fail?.(fault);
    throw fault; // whoever calls exit expects not to go on
  };
  return () => {
    process.off('unhandledRejection', onRejection).off('uncaughtException', onException);
    process.exit = exit;
  };
}

function crash(thrown: unknown, errorType: string, message: string): void {
  if (thrown instanceof LambdaFault) return; // of `process.exit`, told already
  const fail = invocations.getStore();
  // Not a handler's: a mistake of ours must not be swallowed.
  if (fail === undefined) throw thrown;
  fail(new LambdaFault(errorType, message));
}
