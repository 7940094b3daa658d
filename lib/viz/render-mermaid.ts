import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { pictureOf, type PictureNode } from './picture.ts';

/** Draws a plan as a Mermaid flowchart: solid arrows are dependencies, dotted ones are waits that the plan adds. */
export function renderMermaid(plan: WorkflowPlan): string {
  const picture = pictureOf(plan);
  const lines = [
    '---',
    `title: ${JSON.stringify(picture.title)}`,
    '---',
    'flowchart TD',
    ...picture.nodes.map((node) => `  ${node.id}${shapeOf(node)}`),
    ...picture.edges.map((edge) => `  ${edge.from} ${edge.kind === 'dependency' ? '-->' : '-.->'} ${edge.to}`),
  ];
  const barriers = picture.nodes.filter((node) => node.kind === 'barrier').map((node) => node.id);
  if (barriers.length > 0) {
    lines.push('  classDef barrier stroke-dasharray: 4 3', `  class ${barriers.join(',')} barrier`);
  }
  return lines.join('\n') + '\n';
}

function shapeOf(node: PictureNode): string {
  switch (node.kind) {
    case 'step':
      return `["${[...node.lines, ...node.captions].map(escape).join('<br/>')}"]`;
    case 'barrier':
      return '{{"barrier"}}';
  }
}

/** Mermaid reads quoted text as HTML or Markdown with entities of its own; letters of any script are fine as they are. */
function escape(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N} _.,:·-]/gu, (char) => `#${char.codePointAt(0)};`);
}
