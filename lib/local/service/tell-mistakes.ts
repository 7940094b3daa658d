import { ErrorName } from '../../states-language/error-name.ts';
import { FatalStatesError, StatesError } from '../base/states-error.ts';
import type { TaskInvoker } from '../engine/task/task-invoker.ts';

/**
 * An invoker whose mistakes end the execution with their message alone: where they come from is told to `report`, and not to
 * those who ask for the execution.
 */
export function tellMistakes(invoke: TaskInvoker, report: (problem: string) => void): TaskInvoker {
  const run: TaskInvoker = async (call) => {
    try {
      return await invoke(call);
    } catch (thrown) {
      if (thrown instanceof StatesError || call.signal.aborted) throw thrown;
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      report(`The task of state "${call.stateName}" could not be done: ${error.stack ?? error.message}`);
      throw new FatalStatesError(ErrorName.runtime, `${error.name}: ${error.message}`);
    }
  };
  return Object.assign(run, invoke.begin !== undefined && { begin: invoke.begin });
}
