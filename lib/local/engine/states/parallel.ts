import type { ParallelState, SubMachine } from '../../../states-language/types.ts';
import { closeTracks, guardTrack } from '../containers.ts';
import { toData } from '../../base/data.ts';
import { recover } from '../recover.ts';
import { reopenTrack } from '../redrive/reopen-track.ts';
import type { CompletedTrack, OpenState, TrackEnd } from '../redrive/track-end.ts';
import { Scope } from '../../language/scope.ts';
import type { Track } from '../track.ts';
import { openTrack } from '../track.ts';
import type { Transition, Visit } from '../visit.ts';
import { record, takeAttempt } from '../visit.ts';

/** Runs its branches at once; its result is the list of their outputs. States Language: "Parallel State". */
export async function runParallel(visit: Visit<ParallelState>): Promise<Transition> {
  const { run, track: parent, language } = visit;
  return recover(visit, async () => {
    const attempt = takeAttempt(visit);
    const payload = language.payload(visit, language.input(visit));
    const input = toData(payload instanceof Promise ? await payload : payload, visit.raw);
    const started = attempt?.started ?? record(run, parent, 'ParallelStateStarted');
    const branches = visit.state.Branches.map((branch, index) =>
      openBranch(parent, started, branch, attempt?.tracks.get(index)),
    );
    const tracks = branches.flatMap((branch) => (branch.kind === 'open' ? [branch.track] : []));
    parent.children = tracks;
    try {
      const outputs = await Promise.all(
        branches.map((branch) => {
          if (branch.kind === 'completed') return Promise.resolve(branch.output.value);
          const { machine, track, left } = branch;
          return guardTrack(visit, tracks, track, async () => {
            const output = await run.runStates(run, machine, track, input, left);
            parent.previous = track.previous;
            return output.value;
          });
        }),
      );
      run.history.add('ParallelStateSucceeded', parent.previous);
      const leaving = language.output(visit, outputs);
      return leaving instanceof Promise ? await leaving : leaving;
    } finally {
      closeTracks(parent, tracks);
    }
  });
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
