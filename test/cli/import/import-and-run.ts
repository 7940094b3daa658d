import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli } from '../../../lib/cli/cli.ts';
import type { JsonObject, JsonValue } from '../../../lib/json.ts';
import { runStateMachine } from '../../../lib/local/index.ts';
import type { StateMachine } from '../../../lib/states-language/types.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';

/** Imports a machine into a project of its own. */
export async function importMachine(machine: unknown, argv: readonly string[] = []) {
  const cwd = project({ 'machine.asl.json': JSON.stringify(machine, null, 2), 'node_modules/.keep': '' });
  const io = fakeIo({ cwd });
  const code = await cli(['new', 'template', 'shop/imported', '--from', 'machine.asl.json', ...argv], io);
  const path = join(cwd, 'templates/shop/imported.yaml');
  return { code, io, cwd, template: existsSync(path) ? readFileSync(path, 'utf8') : '' };
}

/** What came of a run: how it ended, and what each Task that ran was sent. */
interface Ended {
  readonly status: string;
  readonly sent: Readonly<Record<string, unknown>>;
}

/**
 * Runs a machine, and the template that is made of it, with tasks that answer with what they are sent, save those that the
 * input names as failing.
 */
export async function importAndRun(machine: StateMachine, input: JsonObject) {
  const { code, io, cwd, template } = await importMachine(machine, ['--json']);
  if (code !== 0) throw new Error(io.err());
  const { notImported, steps } = JSON.parse(io.out()) as { notImported: { message: string }[]; steps: string[] };
  return {
    notImported: notImported.map(({ message }) => message),
    names: steps,
    original: await runOriginal(machine, input),
    imported: await runImported(cwd, input),
    template,
  };
}

async function runOriginal(machine: StateMachine, input: JsonObject): Promise<Ended> {
  const sent: Record<string, JsonValue[]> = {};
  const tasks = tasksOf(machine);
  // A service answers with what it is sent, as the function of a step does.
  const resources = new Map(tasks.map(({ name, isInvoke }) => [name, isInvoke]));
  const handlers = new Proxy(
    {},
    {
      get: () => (event: JsonValue) => ({ input: event }),
      has: () => true,
      ownKeys: () => ['any'],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    },
  );
  const services = tasks.filter(({ isFunction }) => !isFunction);
  const mocks = Object.fromEntries(services.map(({ name }) => [name, (call: JsonValue) => ({ input: call })] as const));
  const run = await runStateMachine({ definition: machine, input, handlers, mocks });
  for (const name of resources.keys()) {
    const calls = run.calls(name);
    if (calls.length > 0) {
      sent[name] = calls.map((call) =>
        resources.get(name) === true ? ((call as { Payload?: JsonValue }).Payload ?? null) : call,
      );
    }
  }
  return { status: run.status, sent };
}

async function runImported(cwd: string, input: JsonObject): Promise<Ended> {
  const io = fakeIo({ cwd });
  await cli(['run', 'templates/shop/imported.yaml', '--context', JSON.stringify(input), '--json'], io);
  const { status, steps } = JSON.parse(io.out()) as {
    status: string;
    steps: { name: string; state: string; result: JsonObject | null; skippedBy?: unknown }[];
  };
  if (status === 'INVALID') throw new Error(io.err());
  const sent: Record<string, unknown[]> = {};
  for (const { name, result } of steps) {
    if (result === null || !('input' in result)) continue;
    const state = name.replace(/_\d{3}$/, '');
    (sent[state] ??= []).push(result['input']);
  }
  return { status, sent };
}

function tasksOf(machine: unknown): { name: string; isInvoke: boolean; isFunction: boolean }[] {
  if (typeof machine !== 'object' || machine === null) return [];
  const states = 'States' in machine && typeof machine.States === 'object' ? Object.entries(machine.States ?? {}) : [];
  return [
    ...states.flatMap(([name, state]) => {
      const { Type: type, Resource: resource } = state as { Type: string; Resource?: string };
      const isInvoke = resource?.includes(':lambda:invoke') === true;
      return type === 'Task'
        ? [{ name, isInvoke, isFunction: isInvoke || resource?.includes(':function:') === true }]
        : [];
    }),
    ...Object.values(machine).flatMap((each) => (Array.isArray(each) ? each.flatMap(tasksOf) : tasksOf(each))),
  ];
}
