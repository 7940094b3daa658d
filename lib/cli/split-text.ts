import type { ChildMachine, CompiledWorkflow, TaskSplit } from '../compile.ts';
import { count, formatNumber } from '../diagnostics/wording.ts';
import { Limit } from '../states-language/limits.ts';
import { PRICES } from './cost/prices.ts';

/** Where a task is split, why, and what that costs; nothing of one that is not. */
export function splitText({ split, children }: CompiledWorkflow): readonly string[] {
  if (split === undefined) return [];
  return [
    `split               into ${count(children.length + 1, 'execution')}: ${reasonText(split)}`,
    ...children.map(partText),
    `                    together ${count(split.transitions, 'state transition')} more, ${dollarsText(split.transitions)} per 1,000 tasks`,
  ];
}

/** What one execution would have too much of. */
export function reasonText({ reasons, historyEvents, definitionBytes }: TaskSplit): string {
  const bytes =
    definitionBytes === undefined ? `more than ${formatNumber(Limit.definitionBytes)}` : formatNumber(definitionBytes);
  const texts = {
    bytes: `${bytes} bytes of its definition, of ${formatNumber(Limit.definitionBytes)} that are allowed`,
    events: `${formatNumber(historyEvents)} history events, of ${formatNumber(Limit.historyEvents)} that are allowed`,
  };
  return `one could have ${reasons.map((reason) => texts[reason]).join('; and ')}`;
}

function partText({ steps, transitions, historyEvents, definitionBytes }: ChildMachine): string {
  const [first = ''] = steps;
  const ends = steps.length === 1 ? first : `${first} … ${steps.at(-1) ?? ''}`;
  const size = `${count(steps.length, 'step')}, ${formatNumber(historyEvents)} events at most, ${formatNumber(definitionBytes)} bytes`;
  return `  part ${ends}: ${size}; ${count(transitions, 'state transition')} more`;
}

function dollarsText(transitions: number): string {
  return `$${(transitions * PRICES.transition * 1000).toFixed(2)}`;
}

/** The same as JSON. */
export function splitJson({ split, children }: CompiledWorkflow) {
  if (split === undefined) return undefined;
  return {
    ...split,
    dollarsPerThousandTasks: Number((split.transitions * PRICES.transition * 1000).toFixed(4)),
    parts: children.map(({ steps, transitions, historyEvents, definitionBytes }) => ({
      ...{ first: steps[0], last: steps.at(-1), steps: steps.length },
      ...{ transitions, historyEvents, definitionBytes },
    })),
  };
}
