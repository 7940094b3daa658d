import type { ParallelState, SubMachine } from '../../../states-language/types.ts';
import { closeTracks, guardTrack } from '../containers.ts';
import type { Data } from '../../base/data.ts';
import { ListData } from '../../base/data.ts';
import { recover } from '../recover.ts';
import { reopenTrack } from '../redrive/reopen-track.ts';
import type { CompletedTrack, ContainerAttempt, OpenState, TrackEnd } from '../redrive/track-end.ts';
import { Scope } from '../../language/scope.ts';
import type { Track } from '../track.ts';
import { openTrack } from '../track.ts';
import { whenSettled } from '../../language/eventually.ts';
import type { Transition } from '../../language/query-language.ts';
import type { Visit } from '../visit.ts';
import { record } from '../record.ts';
import { takeAttempt } from '../redrive/take-attempt.ts';

/**
 * Runs its branches at once; its result is the list of their outputs. States Language: "Parallel State".
 *
 * 1. Every branch gets a copy of the effective input.
 * 2. The state ends when all of its branches have ended.
 * 3. The result is the list of their outputs, in the order of the branches.
 * 4. When a branch fails, the state fails and the other branches are ended.
 */
export async function runParallel(visit: Visit<ParallelState>): Promise<Transition> {
  const { language } = visit;
  return recover(visit, () => {
    const attempt = takeAttempt(visit);
    return whenSettled(language.payload(visit, language.input(visit)), async (payload) => {
      const outputs = await runBranches(visit, payload, attempt);
      return language.output(visit, new ListData(outputs));
    });
  });
}

async function runBranches(
  visit: Visit<ParallelState>,
  input: Data,
  attempt: ContainerAttempt | undefined,
): Promise<readonly Data[]> {
  const { run, track: parent, state } = visit;
  const started = attempt?.started ?? record(run, parent, 'ParallelStateStarted');
  const branches = state.Branches.map((branch, index) =>
    openBranch(parent, started, branch, attempt?.tracks.get(index)),
  );
  const tracks = branches.flatMap((branch) => (branch.kind === 'open' ? [branch.track] : []));
  parent.children = tracks;
  try {
    const outputs = await Promise.all(
      branches.map((branch) => {
        if (branch.kind === 'completed') return Promise.resolve(branch.output);
        const { machine, track, left } = branch;
        return guardTrack(visit, tracks, track, async () => {
          const output = await run.runStates(run, machine, track, input, left);
          parent.previous = track.previous;
          return output;
        });
      }),
    );
    run.history.add(parent.previous, 'ParallelStateSucceeded');
    return outputs;
  } finally {
    closeTracks(tracks);
  }
}

/** A branch to run, from its start or from where an earlier attempt has stopped. */
interface OpenBranch {
  readonly kind: 'open';
  readonly machine: SubMachine;
  readonly track: Track;
  readonly left: OpenState | undefined;
}

function openBranch(
  parent: Track,
  started: number,
  machine: SubMachine,
  end: TrackEnd | undefined,
): OpenBranch | CompletedTrack {
  if (end === undefined) {
    return { kind: 'open', machine, track: openTrack(started, new Scope(parent.scope), parent.item), left: undefined };
  }
  if (end.kind === 'stopped') {
    return { kind: 'open', machine, track: reopenTrack(end, parent.scope, { item: parent.item }), left: end.open };
  }
  parent.previous = Math.max(parent.previous, end.previous);
  return end;
}
