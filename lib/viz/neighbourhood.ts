import { count } from '../diagnostics/wording.ts';
import type { Picture, PictureNode, StepNode } from './picture-parts.ts';
import type { DrawnState } from './state-glyphs.ts';

/** What a look at a large picture goes to first. */
const URGENT: readonly DrawnState[] = ['error', 'waiting_for_retry', 'in_progress', 'cancelled', 'pending'];

/** The box that shows a step; without a name, the one that most needs a look. Undefined where no box does. */
export function findStep({ nodes }: Picture, name?: string): StepNode | undefined {
  const steps = nodes.filter((node) => node.kind === 'step');
  if (name !== undefined) return steps.find(({ names }) => names.includes(name));
  const urgent = URGENT.map((state) => steps.find((node) => node.state === state)).find((node) => node !== undefined);
  return urgent ?? steps[0];
}

/**
 * The part of a picture around a box: the boxes nearest to it along edges, in whichever direction. Boxes that lead to others which are
 * left out say to how many.
 */
export function neighbourhood(picture: Picture, centre: StepNode, most: number): Picture {
  const joined = new Map<string, string[]>();
  const join = (id: string, other: string) => {
    const known = joined.get(id);
    if (known === undefined) joined.set(id, [other]);
    else known.push(other);
  };
  for (const { from, to } of picture.edges) {
    join(from, to);
    join(to, from);
  }
  const shown = new Set([centre.id]);
  for (const id of shown) {
    for (const other of joined.get(id) ?? []) if (shown.size < most) shown.add(other);
  }
  return {
    ...picture,
    nodes: picture.nodes.flatMap((node): readonly PictureNode[] => {
      if (!shown.has(node.id)) return [];
      const hidden = (joined.get(node.id) ?? []).filter((id) => !shown.has(id)).length;
      if (hidden === 0 || node.kind !== 'step') return [node];
      return [{ ...node, captions: [...node.captions, `… ${count(hidden, 'edge')} more`] }];
    }),
    edges: picture.edges.filter(({ from, to }) => shown.has(from) && shown.has(to)),
  };
}
