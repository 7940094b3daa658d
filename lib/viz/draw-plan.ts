import type { PlanTree } from '../plan/plan-tree.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { Step } from '../template/task-template.ts';
import { columnsOf } from './wrap-text.ts';

/** A part of the drawing; lines are `width` columns long. */
interface Block {
  readonly lines: readonly string[];
  readonly width: number;
  /** Columns in which lines from above arrive. */
  readonly entries: readonly number[];
  /** Columns in which lines to below leave. */
  readonly exits: readonly number[];
}

const GAP = 3;

/**
 * Draws the shape of a plan in characters, parallel branches beside each other, for a terminal. Nothing when it would be
 * wider than `width` columns.
 */
export function drawPlan(plan: WorkflowPlan, width: number): readonly string[] | undefined {
  const drawing = draw(plan.tree);
  return drawing.width <= width ? drawing.lines.map((line) => line.trimEnd()) : undefined;
}

function draw(tree: PlanTree<Step>): Block {
  switch (tree.kind) {
    case 'leaf': {
      const name = tree.leaf.name.value.replace(/\p{Cc}+/gu, ' ');
      const centre = Math.floor(columnsOf(name) / 2);
      return { lines: [name], width: columnsOf(name), entries: [centre], exits: [centre] };
    }
    case 'series':
      return tree.items.map(draw).reduce(stack);
    case 'parallel':
      return beside(tree.branches.map(draw));
  }
}

/** One block below the other, with a line or rail from the exits of the first to the entries of the second. */
function stack(upper: Block, lower: Block): Block {
  const offset = middleOf(upper.exits) - middleOf(lower.entries);
  const top = shift(upper, Math.max(0, -offset));
  const bottom = shift(lower, Math.max(0, offset));
  const width = Math.max(top.width, bottom.width);
  const lines = [...top.lines, rail(top.exits, bottom.entries), ...bottom.lines];
  return { lines: lines.map((line) => pad(line, width)), width, entries: top.entries, exits: bottom.exits };
}

/** Blocks beside each other; lines run on below the shorter ones. */
function beside(blocks: readonly Block[]): Block {
  const height = Math.max(...blocks.map((block) => block.lines.length));
  let left = 0;
  const placed = blocks.map((block) => {
    const longer = [
      ...block.lines,
      ...Array<string>(height - block.lines.length).fill(rail(block.exits, block.exits, ' ')),
    ];
    const at = left;
    left += block.width + GAP;
    return { ...shift(block, at), lines: longer.map((line) => pad(line, block.width)) };
  });
  return {
    lines: Array.from({ length: height }, (_, row) => placed.map(({ lines }) => lines[row]!).join(' '.repeat(GAP))),
    width: left - GAP,
    entries: placed.flatMap(({ entries }) => entries),
    exits: placed.flatMap(({ exits }) => exits),
  };
}

/** A horizontal line that joins what comes from above to what goes on below; only verticals when `fill` is a space. */
function rail(above: readonly number[], below: readonly number[], fill: '─' | ' ' = '─'): string {
  const first = Math.min(...above, ...below);
  const last = Math.max(...above, ...below);
  let line = ' '.repeat(first);
  for (let column = first; column <= last; column++) {
    const up = above.includes(column) ? 1 : 0;
    const down = below.includes(column) ? 2 : 0;
    const sides = fill === ' ' ? 0 : (column > first ? 4 : 0) + (column < last ? 8 : 0);
    line += up + down + sides === 12 || up + down === 0 ? fill : CORNERS[up + down + sides]!;
  }
  return line;
}

/** Box-drawing characters by where their lines go: 1 up, 2 down, 4 left, 8 right. */
const CORNERS: Readonly<Record<number, string>> = {
  3: '│',
  5: '┘',
  6: '┐',
  7: '┤',
  9: '└',
  10: '┌',
  11: '├',
  13: '┴',
  14: '┬',
  15: '┼',
};

function middleOf(columns: readonly number[]): number {
  return Math.floor((columns[0]! + columns.at(-1)!) / 2);
}

function shift(block: Block, columns: number): Block {
  const move = (column: number) => column + columns;
  return {
    lines: block.lines.map((line) => ' '.repeat(columns) + line),
    width: block.width + columns,
    entries: block.entries.map(move),
    exits: block.exits.map(move),
  };
}

function pad(line: string, width: number): string {
  return line + ' '.repeat(width - columnsOf(line));
}
