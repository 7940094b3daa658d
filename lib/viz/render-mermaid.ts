import { signed } from './signed-lines.ts';
import { STATE_COLOURS, type DrawnState } from './state-glyphs.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { pictureOf, type RunSteps } from './picture.ts';
import type { PictureEdge, PictureNode } from './picture-parts.ts';

/** Draws a plan as a Mermaid flowchart: solid arrows are dependencies, those of a decision say so, dotted ones are waits that the
 * plan adds. */
export function renderMermaid(plan: WorkflowPlan, run?: RunSteps): string {
  const picture = pictureOf(plan, run);
  const lines = [
    '---',
    `title: ${JSON.stringify(picture.title)}`,
    '---',
    'flowchart TD',
    ...picture.nodes.map((node) => `  ${node.id}${shapeOf(node)}`),
    ...picture.edges.map((edge) => `  ${edge.from} ${ARROWS[edge.kind]} ${edge.to}`),
  ];
  const barriers = picture.nodes.filter((node) => node.kind === 'barrier').map((node) => node.id);
  if (barriers.length > 0) {
    lines.push('  classDef barrier stroke-dasharray: 4 3', `  class ${barriers.join(',')} barrier`);
  }
  const states = new Set(picture.nodes.flatMap((node) => (node.kind === 'step' ? (node.state ?? []) : [])));
  const inState = (state: DrawnState) =>
    picture.nodes.flatMap((node) => (node.kind === 'step' && node.state === state ? [node.id] : [])).join(',');
  for (const state of states) {
    lines.push(`  classDef ${state} stroke:${STATE_COLOURS[state]}`, `  class ${inState(state)} ${state}`);
  }
  return lines.join('\n') + '\n';
}

const ARROWS: Readonly<Record<PictureEdge['kind'], string>> = {
  dependency: '-->',
  decision: '-->|may choose|',
  barrier: '-.->',
};

function shapeOf(node: PictureNode): string {
  switch (node.kind) {
    case 'step': {
      const text = `"${[...signed(node), ...node.captions].map(escape).join('<br/>')}"`;
      return node.isStack === true ? `[[${text}]]` : `[${text}]`;
    }
    case 'barrier':
      return '{{"barrier"}}';
  }
}

/** Mermaid reads quoted text as HTML or Markdown with entities of its own; letters of any script are fine as they are. */
function escape(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N} _.,:·-]/gu, (char) => `#${char.codePointAt(0)};`);
}
