import type { StepState } from '../client/index.ts';

/** A step's state, that it can never run, or that it is no part of the task. */
export type DrawnState = StepState | 'blocked' | 'skipped';

/** In the order in which they are told. */
export const DRAWN_STATES: readonly DrawnState[] = [
  'complete',
  'resolved_manually',
  'in_progress',
  'waiting_for_retry',
  'error',
  'pending',
  'blocked',
  'cancelled',
  'skipped',
];

/** A sign for each state, so that nobody needs to see colours. */
export const STATE_GLYPHS: Readonly<Record<DrawnState, string>> = {
  pending: '○',
  in_progress: '▶',
  waiting_for_retry: '↻',
  complete: '✓',
  resolved_manually: '◇',
  error: '✕',
  cancelled: '⊖',
  blocked: '⊘',
  skipped: '⤼',
};

/** Colours that stand out on light and on dark, for formats that know no schemes. */
export const STATE_COLOURS: Readonly<Record<DrawnState, string>> = {
  pending: '#8b949e',
  in_progress: '#2f81f7',
  waiting_for_retry: '#bf8700',
  complete: '#2da44e',
  resolved_manually: '#8250df',
  error: '#e5534b',
  cancelled: '#8b949e',
  blocked: '#8b949e',
  skipped: '#8b949e',
};

/** How many there are in each state, with the signs of the states. */
export function countDrawnStates(states: readonly DrawnState[]): string {
  return DRAWN_STATES.flatMap((state) => {
    const number = states.filter((other) => other === state).length;
    return number === 0 ? [] : [`${STATE_GLYPHS[state]} ${number} ${state.replaceAll('_', ' ')}`];
  }).join(' · ');
}
