import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';

/** For whom a function was invoked. */
export interface InvokedStep {
  /** The step; of a batch, the worker. Empty of a plain function, which may be sent anything. */
  readonly step: string;
  /** The task's execution. */
  readonly run: string | undefined;
}

/** Which step of which run an event is for: that of a machine, or of an execution that runs a part or some workers. */
export function invokedStep(event: JsonValue): InvokedStep {
  const { step, unanswered, execution, data } = objectIn(event);
  const { name = '', batch: isWorker } = objectIn(step ?? unanswered);
  const own = objectIn(data);
  // An iteration has the state data around it beside its own.
  const around = isWorker === undefined ? own : objectIn(own.steps);
  const worker = isWorker === undefined ? undefined : objectIn(own.batch).worker;
  const { Name: run } =
    execution === undefined ? objectIn(own.execution ?? around.execution) : objectIn(objectIn(execution).Execution);
  return {
    step: typeof worker === 'string' ? worker : typeof name === 'string' ? name : '',
    run: typeof run === 'string' ? run : undefined,
  };
}

function objectIn(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
