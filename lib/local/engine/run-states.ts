import type { MapState, ParallelState, State, SubMachine } from '../../states-language/types.ts';
import { Limit } from '../../states-language/limits.ts';
import type { Data } from '../base/data.ts';
import { exceeds } from '../base/data.ts';
import { isoTime } from '../base/timestamp.ts';
import { HistoryFullError, withInput, withOutput } from './history.ts';
import type { OpenState } from './redrive/track-end.ts';
import { runChoice } from './states/choice.ts';
import { runFail } from './states/fail.ts';
import { runMap } from './states/map.ts';
import { runParallel } from './states/parallel.ts';
import { runPass } from './states/pass.ts';
import { runSucceed } from './states/succeed.ts';
import { runTask } from './states/task.ts';
import { runWait } from './states/wait.ts';
import { ErrorName } from '../../states-language/error-name.ts';
import { FatalStatesError } from '../base/states-error.ts';
import type { Track } from './track.ts';
import type { Leaving, Transition } from '../language/query-language.ts';
import type { Run } from './run.ts';
import type { Visit } from './visit.ts';
import { openVisit } from './visit.ts';
import { raise } from './raise.ts';
import { record } from './record.ts';

/**
 * Runs a machine, or a branch, to its end, and returns its output: from its first state, or from one that an earlier attempt
 * of the execution has entered.
 */
export async function runStates(
  run: Run,
  machine: SubMachine,
  track: Track,
  input: Data,
  open?: OpenState,
): Promise<Data> {
  let visit =
    open === undefined ? enter(run, machine, track, machine.StartAt, input) : reenter(run, machine, track, open);
  try {
    for (;;) {
      const transition = await dispatch(visit);
      const { next, output } = transition;
      if (next !== undefined) stateOf(machine, next);
      leave(visit, transition);
      if (next === undefined) return output;
      // In the same moment: whenever a track is stopped, it is in a state, or has come to its end.
      visit = enter(run, machine, track, next, output);
    }
  } catch (thrown) {
    const error = raise(thrown, visit);
    if (error instanceof FatalStatesError || error instanceof HistoryFullError) run.fail(error, track.previous);
    throw error;
  }
}

/** Runs the first state of a machine alone, and says where control would go from it. A Parallel or a Map is run by `container`. */
export async function runFirstState(
  run: Run,
  machine: SubMachine,
  track: Track,
  input: Data,
  container: (visit: Visit<MapState | ParallelState>) => Promise<Transition>,
): Promise<Transition> {
  const visit = enter(run, machine, track, machine.StartAt, input);
  const { state } = visit;
  try {
    const isContainer = state.Type === 'Parallel' || state.Type === 'Map';
    const transition = await (isContainer ? container({ ...visit, state }) : dispatch(visit));
    leave(visit, transition);
    return transition;
  } catch (thrown) {
    throw raise(thrown, visit);
  }
}

function stateOf(machine: SubMachine, name: string): State {
  const state = Object.hasOwn(machine.States, name) ? machine.States[name] : undefined;
  if (state !== undefined) return state;
  throw new FatalStatesError(ErrorName.runtime, `The state '${name}' does not exist.`);
}

function enter(run: Run, machine: SubMachine, track: Track, name: string, input: Data): Visit {
  const state = stateOf(machine, name);
  const entered = record(run, track, `${state.Type}StateEntered`, {
    stateEnteredEventDetails: { name, ...withInput(input.text) },
  });
  const enteredTime = isoTime(run.clock.now());
  track.active = state.Type;
  return openVisit(run, track, state, { name, input, entered, enteredTime, attempt: undefined });
}

/** Goes on with a state that was entered before the execution was redriven. */
function reenter(run: Run, machine: SubMachine, track: Track, open: OpenState): Visit {
  const state = stateOf(machine, open.name);
  track.active = state.Type;
  return openVisit(run, track, state, open);
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
  // Control never leaves a Fail.
  if (state.Type !== 'Fail') {
    record(run, track, `${state.Type}StateExited`, {
      stateExitedEventDetails: { name, ...withOutput(output.text), ...told },
    });
  }
  track.active = undefined;
}

/** The variables that a state has set, as the history tells of them; nothing when it has set none. */
function withVariables(texts: Readonly<Record<string, string>>): object {
  if (Object.keys(texts).length === 0) return {};
  return { assignedVariables: texts, assignedVariablesDetails: { truncated: false } };
}

function dispatch(visit: Visit): Promise<Transition> {
  const run = Object.hasOwn(RUN, visit.state.Type) ? (RUN[visit.state.Type] as Runner) : undefined;
  if (run !== undefined) return run(visit);
  throw new FatalStatesError(ErrorName.runtime, `The state '${visit.name}' has no type that Step Functions knows.`);
}

type Runner<S extends State = State> = (visit: Visit<S>) => Promise<Transition>;

/** Who runs states of a type. */
const RUN: { readonly [T in State['Type']]: Runner<Extract<State, { readonly Type: T }>> } = {
  Task: runTask,
  Pass: runPass,
  Choice: runChoice,
  Wait: runWait,
  Succeed: runSucceed,
  Fail: runFail,
  Parallel: runParallel,
  Map: runMap,
};
