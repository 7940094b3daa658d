import type { MapState } from '../../asl/types.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { mapRunArn } from '../arns.ts';
import type { Execution, ExecutionOutcome } from '../execution.ts';
import { processorOf } from '../map-iterations.ts';
import { ErrorName, StatesError } from '../states-error.ts';
import { failure } from '../task-events.ts';
import type { Visit } from '../visit.ts';
import { record } from '../visit.ts';
import { batchItems } from './batch-items.ts';
import { readItems } from './read-items.ts';
import type { ChildResult } from './write-results.ts';
import { writeResults } from './write-results.ts';

/** How many child executions run at the same time at most. */
const DISTRIBUTED_CONCURRENCY = 10_000;

/**
 * Runs a distributed Map: each item, or batch of items, is the input of a child execution with a history of its own. The
 * result is the list of outputs of those that succeeded. Developer guide: "Distributed mode".
 */
export async function runDistributed(visit: Visit<MapState>, input: JsonValue): Promise<JsonValue> {
  const { run, track, name, state, language } = visit;
  const items = state.ItemReader === undefined ? await language.items(visit, input) : undefined;
  record(run, track, 'MapStateStarted', { mapStateStartedEventDetails: { length: items?.length ?? 0 } });
  const arn = mapRunArn(run.context.StateMachine.Id, state.Label ?? name, run.random.uuid());
  record(run, track, 'MapRunStarted', { mapRunStartedEventDetails: { mapRunArn: arn } });
  track.mapRun = true;
  try {
    const inputs = await childInputs(visit, input, items ?? (await readItems(visit, input)));
    const children = await runChildren(visit, input, inputs, arn);
    const result =
      state.ResultWriter === undefined
        ? children.filter(({ status }) => status === 'SUCCEEDED').map(({ output }) => output)
        : await writeResults(visit, input, arn, children);
    record(run, track, 'MapRunSucceeded');
    run.history.add('MapStateSucceeded', track.previous);
    return result;
  } catch (error) {
    if (error instanceof StatesError && !track.ended) {
      record(run, track, 'MapRunFailed', { mapRunFailedEventDetails: failure(error) });
    }
    throw error;
  } finally {
    track.mapRun = false;
  }
}

async function childInputs(
  visit: Visit<MapState>,
  input: JsonValue,
  items: readonly JsonValue[],
): Promise<readonly JsonValue[]> {
  const { language, track, state } = visit;
  const selected: JsonValue[] = [];
  for (const [index, value] of items.entries()) {
    const item = { Index: index, Value: value };
    selected.push(await language.item({ ...visit, track: { ...track, item } }, input, value));
  }
  return state.ItemBatcher === undefined ? selected : batchItems(selected, await language.batching(visit, input));
}

interface Child extends ChildResult {
  readonly output: JsonValue;
}

async function runChildren(
  visit: Visit<MapState>,
  input: JsonValue,
  inputs: readonly JsonValue[],
  arn: string,
): Promise<readonly Child[]> {
  const { run, track, language } = visit;
  const processor = processorOf(visit.state);
  const tolerated = await tolerance(visit, input, inputs.length);
  const wished = (await language.number(visit, input, 'MaxConcurrency')) ?? 0;
  const concurrency = wished > 0 ? Math.min(wished, DISTRIBUTED_CONCURRENCY) : DISTRIBUTED_CONCURRENCY;
  const children: Child[] = [];
  const running = new Set<Execution>();
  let next = 0;
  let failures = 0;

  const work = async (): Promise<void> => {
    for (let index = next++; index < inputs.length; index = next++) {
      const execution = run.startChild(processor, inputs[index] ?? null, arn);
      running.add(execution);
      const outcome = await execution.finished;
      running.delete(execution);
      children[index] = childResult(execution, outcome, inputs[index] ?? null);
      if (outcome.status !== 'SUCCEEDED') failures += 1;
      if (failures > tolerated) {
        throw new StatesError(
          ErrorName.exceedToleratedFailureThreshold,
          'The specified tolerated failure threshold was exceeded',
        );
      }
    }
  };
  const stop = () => {
    next = inputs.length;
    for (const execution of running) execution.stop();
  };
  const { signal } = track.controller;
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, inputs.length) }, work));
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
  return children;
}

/** How many child executions may fail. The lower of the two limits counts; without one, none may. */
async function tolerance(visit: Visit<MapState>, input: JsonValue, total: number): Promise<number> {
  const count = await visit.language.number(visit, input, 'ToleratedFailureCount');
  const percentage = await visit.language.number(visit, input, 'ToleratedFailurePercentage');
  if (count === undefined && percentage === undefined) return 0;
  return Math.min(count ?? Infinity, percentage === undefined ? Infinity : (percentage / 100) * total);
}

function childResult({ arn }: Execution, outcome: ExecutionOutcome, input: JsonValue): Child {
  const { status, output, error, cause, startDate, stopDate } = outcome;
  const description: JsonObject = {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: arn,
    Input: JSON.stringify(input),
    InputDetails: { Included: true },
    Name: arn.slice(arn.lastIndexOf(':') + 1),
    ...(output === undefined ? {} : { Output: output, OutputDetails: { Included: true } }),
    StartDate: new Date(startDate).toISOString(),
    StateMachineArn: arn.slice(0, arn.lastIndexOf(':')).replace(':execution:', ':stateMachine:'),
    Status: status,
    StopDate: new Date(stopDate).toISOString(),
  };
  return { status, description, output: output === undefined ? null : (JSON.parse(output) as JsonValue) };
}
