import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { Limit } from '../../lib/states-language/limits.ts';
import { allStates, judgeDefinition } from '../support/judge-definition.ts';

interface StepText {
  readonly name: string;
  readonly dependencies?: readonly string[];
  readonly [key: string]: unknown;
}

function compile(steps: readonly StepText[], isExpress = false) {
  const withHandlers = steps.map((step) => ({ handler: { callable: 'Test::Handler' }, ...step }));
  return compileTemplate(
    JSON.stringify({ name: 'limits', namespace_name: 'test', version: '1.0.0', steps: withHandlers }),
    {
      file: 'limits.yaml',
      isExpress,
    },
  );
}

function star(leaves: number, more: Readonly<Record<string, unknown>> = {}): readonly StepText[] {
  return [
    { name: 'root', ...more },
    ...Array.from({ length: leaves }, (_, i) => ({ name: `leaf_${i}`, dependencies: ['root'], ...more })),
  ];
}

describe('limits', () => {
  it('reports a definition that Step Functions would refuse, with the number and what helps', () => {
    const { value, diagnostics } = compile([
      { name: 'root', handler: { callable: 'Test::Handler', initialization: { text: '$'.repeat(200_000) } } },
    ]);
    expect(value).toBeUndefined();
    const problem = diagnostics.find((diagnostic) => diagnostic.code === 'definition-too-large');
    expect(problem?.message).toMatch(
      /^A state machine would have 1,[24]\d\d,\d{3} bytes, even with the task split into several executions\. Step Functions allows 1,048,576\.$/,
    );
    expect(problem?.hint).toBeTruthy();
  });

  it('holds what a step takes at least to what the smallest step takes', () => {
    const sizes = [1, 2].map(
      (count) =>
        compile(
          Array.from({ length: count }, (_, index) => ({
            name: 'ab'.charAt(index),
            handler: { callable: 'A' },
            dependencies: index === 0 ? [] : ['a'],
            retry: { max_attempts: 1 },
          })),
        ).value!.definitionBytes,
    );
    expect(sizes[1]! - sizes[0]!).toBeGreaterThan(600);
  });

  it('splits no Express machine, of whose executions no history is kept', () => {
    expect(compile([{ name: 'root', retry: { max_attempts: 3000 } }], true).value?.children).toEqual([]);
    const steps = Array.from({ length: 1100 }, (_, index) => ({ name: `step_${index}`, description: 'x'.repeat(200) }));
    const { value, diagnostics } = compile(steps, true);
    expect(value).toBeUndefined();
    expect(diagnostics.map(({ message, hint }) => `${message} ${hint}`).join()).toMatch(
      /bytes, and an Express execution starts no others that it waits for\. .* Deploy it as a Standard state machine/,
    );
  });

  it('reports a history that could grow too long, before the definition is', () => {
    const { value, diagnostics } = compile([{ name: 'root', retry: { max_attempts: 3000 } }]);
    expect(value).toBeUndefined();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain('history-too-long');
    expect(diagnostics.map(({ message }) => message).join()).toMatch(
      /could write 27,\d{3} history events, even with the task split into several executions\. Step Functions allows 25,000/,
    );
  });

  it('warns when little of a state is left for each result', () => {
    const steps = star(30, { retry: { max_attempts: 1 } });
    const { value, diagnostics } = compile([
      {
        ...steps[0],
        name: 'root',
        handler: { callable: 'Test::Handler', initialization: { text: 'x'.repeat(224_000) } },
      },
      ...steps.slice(1),
    ]);
    expect(value).toBeDefined();
    expect(diagnostics).toMatchObject([{ code: 'payload-too-crowded', severity: 'warning' }]);
    expect(diagnostics[0]?.message).toMatch(
      /^31 steps share the 256 KiB of a state\. A result of more than \d+ bytes may be kept in S3\.$/,
    );
  });

  it('warns of a timeout that Lambda cannot keep, at its place', () => {
    const { value, diagnostics } = compile([{ name: 'slow', timeout_seconds: 1000 }]);
    expect(value).toBeDefined();
    expect(diagnostics).toMatchObject([{ code: 'timeout-exceeds-lambda', severity: 'warning' }]);
    const [{ span }] = diagnostics as [(typeof diagnostics)[number]];
    expect(span.file.text.slice(span.start, span.end)).toBe('1000');
  });

  it('refuses a batch worker whose work nobody gives, or several', () => {
    const worker = (dependencies: readonly string[]) => ({
      name: 'work',
      type: 'batch_worker',
      dependencies,
      batch_config: {
        batch_size: 1,
        parallelism: 1,
        cursor_field: 'id',
        worker_template: 'work',
        failure_strategy: 'isolate',
      },
    });
    const split = (name: string) => ({ name, type: 'batchable' });
    const refused = (steps: readonly object[]) =>
      compile(steps as never).diagnostics.map(({ code, message }) => `${code}: ${message}`);
    expect(refused([{ name: 'a' }, worker(['a'])])).toEqual([
      'worker-without-batchable: The batch worker step "work" depends on no step of type "batchable", so nothing gives it work.',
    ]);
    expect(refused([split('a'), split('b'), worker(['a', 'b'])])).toEqual([
      'worker-without-batchable: The batch worker step "work" depends on "a" and "b"; only one step can give it its work.',
    ]);
    expect(refused([split('a'), worker(['a'])])).toEqual([]);
  });

  it('refuses the name of a template to be started that is none', () => {
    const starts = (starts_tasks: unknown) =>
      compile([{ name: 'a', handler: { callable: 'A', initialization: { starts_tasks } } }] as never).diagnostics.map(
        ({ code, message }) => `${code}: ${message}`,
      );
    expect(starts(['payments/refund', 'payments/refund/2.1.0'])).toEqual([]);
    expect(starts('payments/refund')).toEqual([]);
    expect(starts(['a/b/c/d', 'a/b c@2/1.0.0'])).toEqual([]);
    const wrong = (name: string) =>
      `bad-started-template: Step "a" has ${name} in "starts_tasks", which is not the name of a template.`;
    expect(starts(['refund', 'a/b, a/c', 'a/ b', 7])).toEqual(['"refund"', '"a/b, a/c"', '"a/ b"', '"7"'].map(wrong));
  });

  const batch_config = {
    batch_size: 1,
    parallelism: 1,
    cursor_field: 'id',
    worker_template: 'work',
    failure_strategy: 'isolate',
  };

  it.each([
    // An N: the worker waits for both roots, and what follows the second root for that one alone.
    [
      'a batch would meet steps of other branches',
      [
        { name: 'split', type: 'batchable' },
        { name: 'other' },
        { name: 'work', type: 'batch_worker', batch_config, dependencies: ['split', 'other'] },
        { name: 'after', dependencies: ['split'] },
        { name: 'last', dependencies: ['other'] },
      ],
    ],
    // Where `b` fails, the workers ask whether there was work, and `split` lies in another branch.
    [
      'a batch would have to hear from the step that gives it work',
      [
        { name: 'a' },
        { name: 'b' },
        { name: 'split', type: 'batchable' },
        { name: 'd', dependencies: ['split', 'b'] },
        { name: 'e', dependencies: ['d'] },
        { name: 'f', dependencies: ['d', 'a'] },
        { name: 'g', dependencies: ['a'] },
        { name: 'work', type: 'batch_worker', batch_config, dependencies: ['split', 'f'] },
      ],
    ],
  ])('waits at barriers, and warns, where with exact sync the workers of %s', (_, templateSteps) => {
    const steps = templateSteps.map((step) => ({ ...step, handler: { callable: 'Same' } }));
    const text = JSON.stringify({ name: 'n', namespace_name: 'n', version: '1.0.0', steps });
    const { value, diagnostics } = compileTemplate(text, { file: 'n.yaml', sync: 'exact' });
    expect(diagnostics.map(({ code, severity }) => [severity, code])).toEqual([['warning', 'batch-at-rendezvous']]);
    expect(value?.definition).toEqual(compileTemplate(text, { file: 'n.yaml' }).value?.definition);
    const { plan } = value!;
    expect([plan.strategy, plan.rendezvous.size]).toEqual(['barriers', 0]);
  });
});

describe('state names', () => {
  it('stay unique and within 80 characters for steps whose long names differ only at the end', async () => {
    const long = (end: string) => `${'a_very_long_name_'.repeat(14)}${end}`;
    const { value } = compile([
      { name: long('x'), retry: { max_attempts: 5, backoff: 'linear' } },
      { name: long('y'), dependencies: [long('x')] },
      { name: long('z'), dependencies: [long('x')] },
      { name: long('w'), dependencies: [long('y'), long('z')] },
    ]);
    const names = allStates(value!.definition).map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(Limit.stateNameChars);
    expect(await judgeDefinition(value!.definition)).toEqual([]);
  });

  it('are not renamed by an unrelated edit', () => {
    const before = compile(star(3));
    const after = compile([...star(3), { name: 'audit', dependencies: ['leaf_0', 'leaf_1', 'leaf_2'] }]);
    const names = (outcome: typeof before) => new Set(allStates(outcome.value!.definition).map(([name]) => name));
    const [one, other] = [names(before), names(after)];
    // The check at the end becomes the check before the new step.
    one.delete('[all complete?]');
    // The new step makes the output.
    one.delete('[complete]');
    expect([...one].filter((name) => !other.has(name))).toEqual([]);
  });

  it('survive steps that are called like what JavaScript or we use', async () => {
    const odd = [
      'task',
      'parallel',
      'constructor',
      'toString',
      'hasOwnProperty',
      '123',
      'failed',
      'a.b',
      'with space',
      'x-y',
    ];
    const { value, diagnostics } = compile(
      odd.map((name, index) => ({ name, dependencies: index === 0 ? [] : [odd[index - 1]!] })),
    );
    expect(diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
    // asl-validator takes members of Object.prototype for fields of the template.
    const judged = await judgeDefinition(value!.definition);
    expect(
      judged.filter((complaint) => !/duplicate field .* (constructor|toString|hasOwnProperty)/.test(complaint)),
    ).toEqual([]);
  });
});
