import type { StateMachine } from '../../states-language/types.ts';
import { machinePictureOf, type MachineEdge, type MachineNode } from './machine-picture.ts';

/** Draws a state machine in Graphviz' DOT: dashed arrows are those of errors. */
export function renderMachineDot(machine: StateMachine, title: string): string {
  const { nodes, edges, boxes } = machinePictureOf(machine, title);
  const within = (box: string | undefined, indent: string): string[] => [
    ...nodes.filter((node) => node.box === box).map((node) => `${indent}${node.id} [${attributesOf(node)}];`),
    ...boxes
      .filter((each) => each.box === box)
      .flatMap((each) => [
        `${indent}subgraph cluster_${each.id} {`,
        `${indent}  label=${quote(each.title)}; style="rounded,dashed"; fontname="sans-serif"; fontsize=11;`,
        ...within(each.id, `${indent}  `),
        `${indent}}`,
      ]),
  ];
  return [
    'digraph machine {',
    `  label=${quote(title)}; labelloc=t; fontname="sans-serif"; fontsize=14;`,
    '  node [shape=box, style="rounded", fontname="sans-serif", fontsize=11];',
    '  edge [arrowsize=0.7, fontname="sans-serif", fontsize=10];',
    ...within(undefined, '  '),
    ...edges.map((edge) => `  ${edge.from} -> ${edge.to}${styleOf(edge)};`),
    '}',
    '',
  ].join('\n');
}

function attributesOf({ kind, lines, captions }: MachineNode): string {
  const label = `label=${quote([...lines, ...captions].join('\n'))}`;
  switch (kind) {
    case 'start':
    case 'end':
      return `${label}, shape=circle, style=""`;
    case 'join':
      return 'label="", width=1, height=0.05, style=filled';
    case 'Choice':
      return `${label}, shape=diamond, style=""`;
    default:
      return label;
  }
}

function styleOf({ kind, label }: MachineEdge): string {
  const attributes = [
    ...(kind === 'catch' ? ['style=dashed'] : []),
    ...(label === undefined ? [] : [`label=${quote(label)}`]),
  ];
  return attributes.length === 0 ? '' : ` [${attributes.join(', ')}]`;
}

/** A quoted string; Graphviz reads character entities in labels. */
function quote(text: string): string {
  return `"${text.replaceAll('&', '&amp;').replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
