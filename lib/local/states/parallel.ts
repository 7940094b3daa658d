import type { ParallelState } from '../../asl/types.ts';
import { closeTracks, guardTrack } from '../containers.ts';
import { toData } from '../data/data.ts';
import { recover } from '../recover.ts';
import { Scope } from '../scope.ts';
import { openTrack } from '../track.ts';
import type { Transition, Visit } from '../visit.ts';
import { record } from '../visit.ts';

/** Runs its branches at once; its result is the list of their outputs. States Language: "Parallel State". */
export async function runParallel(visit: Visit<ParallelState>): Promise<Transition> {
  const { run, track: parent, language } = visit;
  return recover(visit, async () => {
    const payload = language.payload(visit, language.input(visit));
    const input = toData(payload instanceof Promise ? await payload : payload, visit.raw);
    const started = record(run, parent, 'ParallelStateStarted');
    const branches = visit.state.Branches.map((branch) => ({
      branch,
      track: openTrack(started, new Scope(parent.scope), parent.item),
    }));
    const tracks = branches.map(({ track }) => track);
    parent.children = tracks;
    try {
      const outputs = await Promise.all(
        branches.map(({ branch, track }) =>
          guardTrack(visit, tracks, track, async () => {
            const output = await run.runStates(run, branch, track, input);
            parent.previous = track.previous;
            return output.value;
          }),
        ),
      );
      run.history.add('ParallelStateSucceeded', parent.previous);
      const leaving = language.output(visit, outputs);
      return leaving instanceof Promise ? await leaving : leaving;
    } finally {
      closeTracks(parent, tracks);
    }
  });
}
