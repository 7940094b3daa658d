import { signed } from './signed-lines.ts';
import { STATE_COLOURS } from './state-glyphs.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { pictureOf, type RunSteps } from './picture.ts';
import type { PictureEdge, PictureNode } from './picture-parts.ts';

/** Draws a plan in Graphviz' DOT: solid arrows are dependencies, those of a decision end in a diamond, dashed ones are waits that the plan adds. */
export function renderDot(plan: WorkflowPlan, run?: RunSteps): string {
  const picture = pictureOf(plan, run);
  return [
    'digraph workflow {',
    `  label=${quote(`${picture.title}\n${picture.subtitle}`)}; labelloc=t; fontname="sans-serif"; fontsize=14;`,
    '  node [shape=box, style="rounded", fontname="sans-serif", fontsize=11];',
    '  edge [arrowsize=0.7];',
    ...picture.nodes.map((node) => `  ${node.id} [${attributesOf(node)}];`),
    ...picture.edges.map((edge) => {
      return `  ${edge.from} -> ${edge.to}${STYLES[edge.kind]};`;
    }),
    '}',
    '',
  ].join('\n');
}

const STYLES: Readonly<Record<PictureEdge['kind'], string>> = {
  dependency: '',
  decision: ' [arrowhead=odiamond]',
  barrier: ' [style=dashed]',
};

function attributesOf(node: PictureNode): string {
  switch (node.kind) {
    case 'step': {
      const label = [...signed(node), ...node.captions].join('\n');
      const stack = node.isStack === true ? ', peripheries=2' : '';
      return `label=${quote(label)}${stack}${node.state === undefined ? '' : `, color="${STATE_COLOURS[node.state]}"`}`;
    }
    case 'barrier':
      return 'label="barrier", style="rounded,dashed"';
  }
}

/** A quoted string; Graphviz reads character entities in labels. */
function quote(text: string): string {
  return `"${text.replaceAll('&', '&amp;').replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
