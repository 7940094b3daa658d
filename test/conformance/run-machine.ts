import type { StateMachine } from '../../lib/states-language/types.ts';
import type { HistoryEvent } from '../../lib/states-language/history.ts';
import type { JsonValue } from '../../lib/json.ts';
import type { MachineOptions, MachineRun, MockStep } from '../../lib/local/kit/run-machine.ts';
import { runMachine as run } from '../../lib/local/kit/run-machine.ts';

/** A machine of these states that starts at the first; states are written loosely, so that rows stay short. */
export function machine(states: Readonly<Record<string, object>>, more: object = {}): StateMachine {
  return { StartAt: Object.keys(states)[0], States: states, ...more } as unknown as StateMachine;
}

/** A run with each event as `id<previousEventId type name`. */
export interface TestRun extends Omit<MachineRun, 'output' | 'calls'> {
  readonly output: unknown;
  readonly calls: readonly { readonly state: string; readonly parameters: any; readonly at: number }[];
  readonly events: readonly string[];
}

/** Runs a machine in virtual time. A task without a mock gives back what it was sent. */
export async function runMachine(
  definition: StateMachine,
  input: unknown = {},
  mocks: Readonly<Record<string, readonly MockStep[]>> = {},
  options: MachineOptions = {},
): Promise<TestRun> {
  const echo = async ({ parameters }: { readonly parameters: JsonValue }) => parameters;
  const result = await run(definition, { name: 'run', invoke: echo, ...options, input: input as JsonValue, mocks });
  return { ...result, events: result.history.map(eventLine) };
}

export function eventLine(event: HistoryEvent): string {
  const details = detailsOf(event);
  const name = details['name'] ?? '';
  const index = details['index'] === undefined ? '' : `[${String(details['index'])}]`;
  return `${String(event.id)}<${String(event.previousEventId)} ${event.type} ${String(name)}${index}`.trim();
}

export function detailsOf(event: HistoryEvent | undefined): Readonly<Record<string, any>> {
  const key = Object.keys(event ?? {}).find((name) => name.endsWith('EventDetails'));
  return key === undefined ? {} : ((event as any)[key] as Readonly<Record<string, any>>);
}

export const LAMBDA = 'arn:aws:states:::lambda:invoke';
