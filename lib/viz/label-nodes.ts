import type { Picture, PictureNode } from './picture-parts.ts';

/** What a picture says of each of its nodes to who cannot see it, by id: the name, the state, and what it depends on. */
export function labelsOf({ nodes, edges }: Picture): ReadonlyMap<string, string> {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)]));
  const sources = new Map<string, string[]>();
  for (const { from, to } of edges) sources.set(to, [...(sources.get(to) ?? []), names.get(from) ?? from]);
  return new Map(
    nodes.map((node) => {
      const after = sources.get(node.id);
      const state = node.kind === 'step' && node.state !== undefined ? [node.state.replaceAll('_', ' ')] : [];
      const parts = [nameOf(node), ...state, ...(after === undefined ? [] : [`after ${after.join(', ')}`])];
      return [node.id, parts.join('; ')];
    }),
  );
}

function nameOf(node: PictureNode): string {
  if (node.kind === 'barrier') return 'barrier';
  const { names } = node;
  return names.length === 1
    ? (names[0] ?? '')
    : `${names.length} steps from ${names[0] ?? ''} to ${names.at(-1) ?? ''}`;
}
