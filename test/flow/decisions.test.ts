import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { defineHandler, type HandlerArgs } from '../../lib/runtime/index.ts';
import { runTask } from '../../lib/testing/index.ts';

// What each shape of decision does, as the run rule says; written by hand, where the random tests ask the reference executor.

const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-decisions-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** `name: dependencies`; a decision ends with `?`, a convergence with `!`. What has no dependencies follows `begin`, which is added. */
type Steps = Readonly<Record<string, readonly string[]>>;

/** What decisions name, or return as it is. */
type Choices = Readonly<Record<string, readonly string[] | JsonObject>>;

const KINDS = { '?': 'decision', '!': 'deferred_convergence' } as const;

const handlers = [
  defineHandler('Work', {}, ({ context }: HandlerArgs) => ({ saw: context.getDependencyResultKeys().sort() })),
  defineHandler('Choose', {}, ({ context }: HandlerArgs) => {
    const choices = context.inputData as Choices;
    const chosen = choices[context.event.workflowStep.name] ?? [];
    if (!Array.isArray(chosen)) return chosen;
    return { decision_point_outcome: { type: 'create_steps', step_names: chosen } };
  }),
];

function run(shape: Steps, choices: Choices) {
  const begin = { name: 'begin', handler: { callable: 'Work' } };
  const steps = Object.entries(shape).map(([key, listed]) => {
    const dependencies = listed.length === 0 ? ['begin'] : listed;
    const mark = key.at(-1);
    const type = mark === '?' || mark === '!' ? KINDS[mark] : 'standard';
    const callable = type === 'decision' ? 'Choose' : 'Work';
    return { name: key.replace(/[?!]$/, ''), type, dependencies, handler: { callable }, retry: { max_attempts: 3 } };
  });
  const file = join(folder, 'decisions.yaml');
  writeFileSync(
    file,
    JSON.stringify({ name: 'decisions', namespace_name: 'test', version: '1.0.0', steps: [begin, ...steps] }),
  );
  return runTask(file, { handlers, context: { ...choices } });
}

/** The steps that ran, with what each saw of the others, but for decisions; and those that did not, with the decisions that passed them over. */
async function outcomeOf(shape: Steps, choices: Choices) {
  const decisions = Object.keys(shape).filter((key) => key.endsWith('?'));
  const isDecision = (name: string) => decisions.includes(`${name}?`);
  const isLeftOut = (name: string) => isDecision(name) || name === 'begin';
  const task = await run(shape, choices);
  expect(task.cause).toBeUndefined();
  expect(task.status).toBe('SUCCEEDED');
  const ran = Object.entries(task.output ?? {}).filter(([name]) => !isLeftOut(name));
  const steps = Object.entries(task.steps);
  return {
    ran: Object.fromEntries(
      ran.map(([name, result]) => [name, (result as { saw: string[] }).saw.filter((each) => !isLeftOut(each))]),
    ),
    decided: steps.filter(([name, { state }]) => isDecision(name) && state === 'complete').map(([name]) => name),
    skipped: Object.fromEntries(
      steps.filter(([, { skipped }]) => skipped).map(([name, { skippedBy }]) => [name, skippedBy]),
    ),
  };
}

const fork: Steps = { 'd?': [], a: ['d'], b: ['d'], c: ['d'], 'join!': ['d', 'a', 'b', 'c'] };

describe('a decision', () => {
  it('may choose one of its branches, several or none; what joins them sees those alone', async () => {
    expect(await outcomeOf(fork, { d: ['b'] })).toEqual({
      ran: { b: [], join: ['b'] },
      decided: ['d'],
      skipped: { a: ['d'], c: ['d'] },
    });
    expect(await outcomeOf(fork, { d: ['c', 'a'] })).toEqual({
      ran: { a: [], c: [], join: ['a', 'c'] },
      decided: ['d'],
      skipped: { b: ['d'] },
    });
    const none = { ran: {}, decided: ['d'], skipped: { a: ['d'], b: ['d'], c: ['d'], join: ['d'] } };
    expect(await outcomeOf(fork, { d: [] })).toEqual(none);
    expect(await outcomeOf(fork, { d: { decision_point_outcome: { type: 'no_branches' } } })).toEqual(none);
  });

  it('may be left out of what its convergence lists', async () => {
    const unlisted = { ...fork, 'join!': ['a', 'b', 'c'] };
    for (const chosen of [['b'], ['a', 'c'], []]) {
      expect(await outcomeOf(unlisted, { d: chosen })).toEqual(await outcomeOf(fork, { d: chosen }));
    }
  });

  it('may follow another; on a branch that was not taken it does not run', async () => {
    const nested: Steps = { 'd?': [], a: ['d'], 'e?': ['d'], x: ['e'], y: ['e'], 'join!': ['a', 'x', 'y'] };
    expect(await outcomeOf(nested, { d: ['e'], e: ['y'] })).toEqual({
      ran: { y: [], join: ['y'] },
      decided: ['d', 'e'],
      skipped: { a: ['d'], x: ['e'] },
    });
    const { ran, decided, skipped } = await outcomeOf(nested, { d: ['a'], e: ['y'] });
    expect([ran, decided, Object.keys(skipped).sort()]).toEqual([{ a: [], join: ['a'] }, ['d'], ['e', 'x', 'y']]);
  });

  it('may choose a step further on, without those before it', async () => {
    const far: Steps = { 'd?': [], a: ['d'], b: ['a'], c: ['b'] };
    expect(await outcomeOf(far, { d: ['b'] })).toEqual({
      ran: { b: [], c: ['b'] },
      decided: ['d'],
      skipped: { a: ['d'] },
    });
  });

  it('has the followers of a chosen step run, and no others', async () => {
    const lines: Steps = { 'd?': [], a: ['d'], b: ['a'], c: ['b'], x: ['d'], y: ['x'] };
    expect(await outcomeOf(lines, { d: ['a'] })).toEqual({
      ran: { a: [], b: ['a'], c: ['a', 'b'] },
      decided: ['d'],
      skipped: { x: ['d'], y: ['d'] },
    });
  });

  it('lets a standard step join chosen branches and others', async () => {
    const joined: Steps = { 'd?': [], a: ['d'], b: ['d'], both: ['a', 'b'] };
    expect((await outcomeOf(joined, { d: ['a'] })).ran).toEqual({ a: [], both: ['a'] });
    expect((await outcomeOf(joined, { d: ['a', 'b'] })).ran).toEqual({ a: [], b: [], both: ['a', 'b'] });
    expect((await outcomeOf(joined, { d: [] })).ran).toEqual({});
  });

  it('decides on a step that depends on independent work, too', async () => {
    const mixed: Steps = { root: [], free: ['root'], 'd?': ['root'], a: ['d'], b: ['d'], mix: ['a', 'free'] };
    expect(await outcomeOf(mixed, { d: ['a'] })).toMatchObject({
      ran: { a: ['root'], mix: ['a', 'free', 'root'] },
      skipped: { b: ['d'] },
    });
    const { ran, skipped } = await outcomeOf(mixed, { d: ['b'] });
    expect([Object.keys(ran).sort(), Object.keys(skipped).sort()]).toEqual([
      ['b', 'free', 'root'],
      ['a', 'mix'],
    ]);
    // Named itself, it does without the one that was not chosen.
    expect((await outcomeOf(mixed, { d: ['mix'] })).ran['mix']).toEqual(['free', 'root']);
  });

  it('may stand beside another in a template, and be joined with it', async () => {
    const two: Steps = { 'd?': [], a: ['d'], b: ['d'], 'e?': [], x: ['e'], y: ['e'], 'join!': ['a', 'b', 'x', 'y'] };
    expect(await outcomeOf(two, { d: ['a'], e: ['x', 'y'] })).toEqual({
      ran: { a: [], x: [], y: [], join: ['a', 'x', 'y'] },
      decided: ['d', 'e'],
      skipped: { b: ['d'] },
    });
    expect((await outcomeOf(two, { d: [], e: ['x'] })).ran).toEqual({ x: [], join: ['x'] });
  });

  it('may lie in a branch of a diamond', async () => {
    const diamond: Steps = {
      root: [],
      'd?': ['root'],
      a: ['d'],
      b: ['d'],
      'join!': ['d', 'a', 'b'],
      right: ['root'],
      end: ['join', 'right'],
    };
    expect((await outcomeOf(diamond, { d: ['b'] })).ran).toMatchObject({
      join: ['b', 'root'],
      end: ['b', 'join', 'right', 'root'],
    });
    // "end" follows the decision, which has named nothing that it follows.
    expect(await outcomeOf(diamond, { d: [] })).toMatchObject({
      ran: { root: [], right: ['root'] },
      skipped: { a: ['d'], b: ['d'], join: ['d'], end: ['d'] },
    });
  });
});

describe('a wrong outcome', () => {
  const shape: Steps = { 'd?': [], a: ['d'], b: ['a'], 'e?': ['d'], x: ['e'], 'join!': ['a', 'x'], apart: [] };
  const naming = (...step_names: string[]) => ({ decision_point_outcome: { type: 'create_steps', step_names } });

  it.each<readonly [string, JsonObject]>([
    ['missing', {}],
    ['malformed', { decision_point_outcome: 'a' }],
    ['of another type', { decision_point_outcome: { type: 'create', step_names: ['a'] } }],
    ['of an unknown step', naming('a', 'nobody')],
    ['of a step that does not follow it', naming('apart')],
    ['of a step behind another decision', naming('x')],
    ['of a convergence', naming('join')],
    ['of itself', naming('d')],
  ])('that is %s fails the decision for good, and tells what it may name', async (_, outcome) => {
    const task = await run(shape, { d: outcome });
    expect(task.status).toBe('FAILED');
    expect(task.steps.d).toMatchObject({ state: 'error', attempts: 1, error: { code: 'INVALID_DECISION_OUTCOME' } });
    expect(task.steps.d?.error?.message).toMatch(/It may name "a", "b", "e"\.$/);
    expect(task.steps.apart?.state).toBe('complete');
    expect(task.steps.a).toMatchObject({ blocked: true, attempts: 0 });
  });
});
