import { Scope } from '../../language/scope.ts';
import type { Track } from '../track.ts';
import { openTrack } from '../track.ts';
import type { StoppedTrack } from './track-end.ts';

/** A track that goes on where it was stopped, with the variables that it had. `like` tells what it runs. */
export function reopenTrack(
  end: StoppedTrack,
  outer: Scope | undefined,
  like: Partial<Pick<Track, 'item' | 'iteration'>> = {},
): Track {
  const scope = new Scope(outer);
  scope.assign(end.variables, end.open?.name ?? '');
  return openTrack(end.previous, scope, like.item, like.iteration);
}
