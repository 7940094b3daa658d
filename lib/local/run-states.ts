import type { State, SubMachine } from '../asl/types.ts';
import { Limit } from '../contract/limits.ts';
import type { Data } from './data/data.ts';
import { exceeds } from './data/data.ts';
import { HistoryFullError, withInput, withOutput } from './history.ts';
import { jsonataLanguage } from './jsonata-language.ts';
import { jsonPathLanguage } from './jsonpath-language.ts';
import { runChoice } from './states/choice.ts';
import { runFail } from './states/fail.ts';
import { runMap } from './states/map.ts';
import { runParallel } from './states/parallel.ts';
import { runPass } from './states/pass.ts';
import { runSucceed } from './states/succeed.ts';
import { runTask } from './states/task.ts';
import { runWait } from './states/wait.ts';
import { ErrorName, FatalStatesError } from './states-error.ts';
import type { Track } from './track.ts';
import type { Leaving, Run, Transition, Visit } from './visit.ts';
import { raise, record } from './visit.ts';

/** Runs a machine, or a branch, from its first state to its end, and returns its output. */
export async function runStates(run: Run, machine: SubMachine, track: Track, input: Data): Promise<Data> {
  let name: string | undefined = machine.StartAt;
  let data = input;
  while (name !== undefined) {
    const transition: Transition = await runState(run, machine, track, name, data);
    name = transition.next;
    data = transition.output;
  }
  return data;
}

async function runState(run: Run, machine: SubMachine, track: Track, name: string, raw: Data): Promise<Transition> {
  const state = Object.hasOwn(machine.States, name) ? machine.States[name] : undefined;
  if (state === undefined) throw new FatalStatesError(ErrorName.runtime, `The state '${name}' does not exist.`);
  const visit = enter(run, track, name, state, raw);
  try {
    const transition = await dispatch(visit);
    leave(visit, transition);
    return transition;
  } catch (thrown) {
    const error = raise(thrown, visit);
    if (error instanceof FatalStatesError || error instanceof HistoryFullError) run.fail(error, track.previous);
    throw error;
  }
}

function enter(run: Run, track: Track, name: string, state: State, raw: Data): Visit {
  const entered = record(run, track, `${state.Type}StateEntered`, {
    stateEnteredEventDetails: { name, ...withInput(raw.text) },
  });
  track.active = state.Type;
  const enteredTime = new Date(run.clock.now()).toISOString();
  const language = (state.QueryLanguage ?? run.queryLanguage) === 'JSONata' ? jsonataLanguage : jsonPathLanguage;
  return { run, track, language, name, state, raw, entered, enteredTime, retryCount: 0, token: undefined };
}

function leave(visit: Visit, { output, assigned }: Leaving): void {
  if (output !== visit.raw && exceeds(output.text, Limit.stateBytes)) {
    throw new FatalStatesError(
      ErrorName.dataLimitExceeded,
      `The state/task '${visit.name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    );
  }
  const { run, track, name, state } = visit;
  const told = assigned === undefined ? {} : withVariables(track.scope.assign(assigned, name));
  record(run, track, `${state.Type}StateExited`, {
    stateExitedEventDetails: { name, ...withOutput(output.text), ...told },
  });
  track.active = undefined;
}

/** The variables that a state has set, as the history tells of them; nothing when it has set none. */
function withVariables(texts: Readonly<Record<string, string>>): object {
  if (Object.keys(texts).length === 0) return {};
  return { assignedVariables: texts, assignedVariablesDetails: { truncated: false } };
}

function dispatch(visit: Visit): Promise<Transition> {
  const { state } = visit;
  switch (state.Type) {
    case 'Task':
      return runTask({ ...visit, state });
    case 'Pass':
      return runPass({ ...visit, state });
    case 'Choice':
      return runChoice({ ...visit, state });
    case 'Wait':
      return runWait({ ...visit, state });
    case 'Succeed':
      return runSucceed({ ...visit, state });
    case 'Fail':
      return runFail({ ...visit, state });
    case 'Parallel':
      return runParallel({ ...visit, state });
    case 'Map':
      return runMap({ ...visit, state });
    default:
      throw new FatalStatesError(ErrorName.runtime, `The state '${visit.name}' has no type that Step Functions knows.`);
  }
}
