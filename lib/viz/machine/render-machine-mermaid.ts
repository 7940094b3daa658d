import type { StateMachine } from '../../states-language/types.ts';
import { machinePictureOf, type MachineEdge, type MachineNode } from './machine-picture.ts';

/** Draws a state machine as a Mermaid flowchart: dotted arrows are those of errors. */
export function renderMachineMermaid(machine: StateMachine, title: string): string {
  const { nodes, edges, boxes } = machinePictureOf(machine, title);
  const within = (box: string | undefined, indent: string): string[] => [
    ...nodes.filter((node) => node.box === box).map((node) => `${indent}${node.id}${shapeOf(node)}`),
    ...boxes
      .filter((each) => each.box === box)
      .flatMap((each) => [
        `${indent}subgraph ${each.id}["${escape(each.title)}"]`,
        ...within(each.id, `${indent}  `),
        `${indent}end`,
      ]),
  ];
  const lines = ['---', `title: ${JSON.stringify(title)}`, '---', 'flowchart TD', ...within(undefined, '  ')];
  return [...lines, ...edges.map((edge) => `  ${edge.from} ${arrowOf(edge)} ${edge.to}`), ''].join('\n');
}

function shapeOf({ kind, lines, captions }: MachineNode): string {
  const label = `"${[...lines, ...captions].map(escape).join('<br/>')}"`;
  switch (kind) {
    case 'start':
    case 'end':
      return `((${label}))`;
    case 'join':
      return '[" "]';
    case 'Choice':
      return `{${label}}`;
    case 'Succeed':
    case 'Fail':
      return `([${label}])`;
    default:
      return `[${label}]`;
  }
}

function arrowOf({ kind, label }: MachineEdge): string {
  const arrow = kind === 'next' ? '-->' : '-.->';
  return label === undefined ? arrow : `${arrow}|"${escape(label)}"|`;
}

/** Mermaid reads quoted text as HTML or Markdown with entities of its own; letters of any script are fine as they are. */
function escape(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N} _.,:·-]/gu, (char) => `#${char.codePointAt(0)};`);
}
