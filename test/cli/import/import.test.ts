import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { runStateMachine } from '../../../lib/local/index.ts';
import { failsForGood, runTask } from '../../../lib/testing/index.ts';
import { root } from '../../docs/pages.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';
import { importAndRun, importMachine } from './import-and-run.ts';
import { loop, machines, serverless } from './machines.ts';

describe('new template --from', () => {
  it.each(Object.entries(machines))(
    '%s: the template ends as the machine does, with what its states were sent',
    async (name, { machine, inputs, lost }) => {
      let sent = 0;
      for (const input of inputs) {
        const { original, imported, notImported, names } = await importAndRun(machine, input);
        expect(notImported, name).toEqual(lost ?? []);
        expect(imported.status, JSON.stringify({ input, original, imported })).toBe(original.status);
        // Each Task ran in both or in neither, and was sent the same.
        expect(imported.sent, JSON.stringify(input)).toEqual(original.sent);
        expect(names.length).toBeGreaterThan(0);
        sent += Object.keys(original.sent).length;
      }
      expect(sent).toBeGreaterThan(0);
    },
  );

  it.each([
    ['all goes well', {}, 'SUCCEEDED'],
    ['the last fails', { Close: 'Broken' }, 'FAILED'],
    ['one of the ways fails', { Big: 'Broken' }, 'FAILED'],
    ['a way that is not taken would fail', { Small: 'Broken' }, 'SUCCEEDED'],
  ])('ends with the same mocks as the machine does: %s', async (_, failing, status) => {
    const { machine } = machines['choices, with a default']!;
    const { cwd } = await importMachine(machine);
    const answers = {
      Look: { input: { n: 12, kind: 'z' } },
      Big: { big: 1 },
      Small: { small: 1 },
      Close: { closed: true },
    };
    const fails = new Map<string, string>(Object.entries(failing));
    const original = await runStateMachine({
      definition: machine,
      mocks: Object.fromEntries(
        Object.entries(answers).map(([state, answer]) => {
          const error = fails.get(state);
          return [state, error === undefined ? { Return: answer } : { Throw: { Error: error, Cause: 'test' } }];
        }),
      ),
    });
    const imported = await runTask(join(cwd, 'templates/shop/imported.yaml'), {
      handlers: join(cwd, 'lambdas'),
      mocks: Object.fromEntries(
        Object.entries(answers).map(([step, answer]) => [step, fails.has(step) ? failsForGood() : answer]),
      ),
    });
    expect(original.status).toBe(status);
    expect(imported.status).toBe(status);
    if (status === 'SUCCEEDED') expect(imported.steps['Close']?.result).toEqual(original.output);
  });

  it('says what could not be carried over, and where it stands', async () => {
    const { io, code } = await importMachine({
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
          HeartbeatSeconds: 60,
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Apologise' }],
          Next: 'Pause',
        },
        Pause: { Type: 'Wait', Seconds: 10, Next: 'Tell' },
        Tell: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sns:publish',
          Parameters: { 'Message.$': "States.Format('Hello {}', $.name)" },
          Retry: [{ ErrorEquals: ['Busy'], BackoffRate: 1.5 }],
          End: true,
        },
        Apologise: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true },
      },
    });
    expect(code).toBe(0);
    const found = [...io.err().matchAll(/machine\.asl\.json:(\d+):\d+: warning\[not-imported\]: (.*)/g)];
    expect(found.map(([, line, text]) => `${line}: ${text}`)).toEqual([
      expect.stringMatching(/^\d+: "Ask" waits for a callback/),
      expect.stringMatching(/^\d+: "HeartbeatSeconds" of "Ask"/),
      expect.stringMatching(/^\d+: "Ask" goes on with "Apologise" after an error/),
      expect.stringMatching(/^\d+: "Pause" waits/),
      expect.stringMatching(/^\d+: The expression States.Format/),
      expect.stringMatching(/^\d+: "Tell" is tried again only after Busy/),
      expect.stringMatching(/^\d+: The waits of "Tell" grow by 1.5/),
      expect.stringMatching(/^\d+: "Apologise" is only reached after an error/),
    ]);
    const lines = found.map(([, line]) => Number(line));
    expect(new Set(lines).size).toBeGreaterThan(5);
    expect(io.err()).toContain('8 things could not be carried over');
  });

  it.each([
    ['a loop', loop, '"Check" leads back to "Wait"'],
    ['no work', { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }, 'No state of this machine does work'],
    ['a machine that AWS refuses', { StartAt: 'A', States: { B: { Type: 'Pass', End: true } } }, 'invalid-definition'],
  ])('refuses %s, with the reason, and writes nothing', async (_, machine, reason) => {
    const { io, code: exitCode, cwd } = await importMachine(machine, ['--json']);
    expect(exitCode).toBe(1);
    expect(io.err()).toContain(reason);
    const code = reason === 'invalid-definition' ? reason : 'import-refused';
    expect(JSON.parse(io.out())).toMatchObject({
      status: 'INVALID',
      diagnostics: expect.arrayContaining([expect.objectContaining({ code })]),
    });
    expect(() => readFileSync(join(cwd, 'templates/shop/imported.yaml'))).toThrow();
  });

  it('keeps the policy of retries, timeouts and what the machine says of itself', async () => {
    const retry = { ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 1 };
    const lambda = { ErrorEquals: ['Lambda.ServiceException', 'Lambda.SdkClientException'], MaxAttempts: 6 };
    const { template } = await importMachine({
      Comment: 'Sells',
      TimeoutSeconds: 90,
      StartAt: 'Pay now!',
      States: {
        'Pay now!': {
          Type: 'Task',
          Comment: 'Takes the money',
          Resource: 'arn:aws:lambda:us-east-1:123456789012:function:pay',
          TimeoutSeconds: 20,
          Retry: [lambda, retry],
          End: true,
        },
      },
    });
    expect(template).toContain('description: Sells');
    expect(template).toContain('max_duration_minutes: 2');
    expect(template).toContain(`  - name: Pay now_
    description: Takes the money
    handler:
      callable: Shop::Imported::PayNowHandler
    retry:
      max_attempts: 5
      backoff: exponential
      backoff_base_ms: 2000
      max_backoff_ms: 2000
    timeout_seconds: 20
`);
  });
});

describe('new template --from serverless.yml', () => {
  const ask = async (argv: readonly string[], files: Readonly<Record<string, string>> = serverless) => {
    const cwd = project({ ...files, 'node_modules/.keep': '' });
    const io = fakeIo({ cwd });
    const code = await cli(['new', 'template', 'shop/imported', '--from', 'serverless.yml', ...argv], io);
    const read = (path: string) => readFileSync(join(cwd, path), 'utf8');
    return { code, io, read, cwd };
  };

  it('imports the machine that is named, with the functions that it names', async () => {
    const { code, io, read, cwd } = await ask(['--machine', 'Order', '--json']);
    expect(io.err()).not.toContain('error');
    expect(code).toBe(0);
    expect(JSON.parse(io.out())).toMatchObject({ status: 'WHOLE', steps: ['Reserve', 'Charge'] });
    const handlers = read('lambdas/shop/imported.ts');
    expect(handlers).toContain('reserve (src/reserve.handler)');
    expect(handlers).toContain('ChargeLambdaFunction');
    const ran = fakeIo({ cwd });
    expect(await cli(['run', 'templates/shop/imported.yaml', '--json'], ran)).toBe(0);
  });

  it('does what the page on serverless-step-functions shows', async () => {
    const page = readFileSync(join(root, 'docs/migration/from-serverless.md'), 'utf8');
    const [file = '', template = ''] = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text = '']) => text);
    const [make = '', run = ''] = /```sh\n([^]*?)```/.exec(page)?.[1]?.trim().split('\n') ?? [];
    const words = (line: string) =>
      [...line.matchAll(/'([^']*)'|(\S+)/g)].slice(2).map(([, quoted, plain = '']) => quoted ?? plain);
    const cwd = project({ 'serverless.yml': file, 'node_modules/.keep': '' });
    const made = fakeIo({ cwd });
    expect(await cli([...words(make), '--json'], made)).toBe(0);
    expect(JSON.parse(made.out())).toMatchObject({ status: 'WHOLE', steps: ['Reserve', 'Charge'] });
    expect(readFileSync(join(cwd, 'templates/shop/order.yaml'), 'utf8')).toContain(template);
    expect(readFileSync(join(cwd, 'lambdas/shop/order.ts'), 'utf8')).toContain('reserve (src/reserve.handler)');
    expect(await cli(words(run), fakeIo({ cwd }))).toBe(0);
  });

  it('imports several machines into one project, though their states have the same names', async () => {
    const { cwd } = await ask(['--machine', 'Order']);
    const argv = ['new', 'template', 'shop/again', '--from', 'serverless.yml', '--machine', 'Order'];
    expect(await cli(argv, fakeIo({ cwd }))).toBe(0);
    for (const name of ['imported', 'again']) {
      const io = fakeIo({ cwd });
      expect(await cli(['run', `templates/shop/${name}.yaml`], io), io.err()).toBe(0);
    }
  });

  it('follows a definition into its file, and tells its places there', async () => {
    const { code, io } = await ask(['--machine', 'Refund']);
    expect(code).toBe(0);
    expect(io.err()).toMatch(/refund\.asl\.yaml:\d+:\d+: warning\[not-imported\]: "Pause" waits/);
  });

  it.each([
    [[], 'Name one with --machine: "Order", "Refund" or "Lost".'],
    [['--machine', 'Nobody'], 'has no state machine "Nobody"'],
    [['--machine', 'Lost'], 'names the definition "lost.yaml", but there is no such file'],
  ])('%j is refused: %s', async (argv, reason) => {
    const { code, io } = await ask(argv);
    expect(code).toBe(2);
    expect(io.err()).toContain(reason);
  });

  it.each([
    ['name: x\nsteps:\n  - name: a\n', [], '"serverless.yml" is a template already.'],
    ['StartAt: A\nStates: { A: { Type: Succeed } }\n', ['--machine', 'A'], 'so --machine names nothing in it'],
  ])('says that a file is none of serverless: %j', async (text, argv, reason) => {
    const { code, io } = await ask(argv, { 'serverless.yml': text });
    expect({ code, err: io.err() }).toEqual({ code: 2, err: expect.stringContaining(reason) });
  });

  it('says that a file has no state machines', async () => {
    const { code, io } = await ask([], { 'serverless.yml': 'service: a\nstepFunctions:\n  activities: []\n' });
    expect(code).toBe(2);
    expect(io.err()).toContain('has no state machines under stepFunctions.stateMachines');
  });
});

it('--machine without --from is refused', async () => {
  const io = fakeIo({ cwd: project({}) });
  expect(await cli(['new', 'template', 'shop/x', '--machine', 'A'], io)).toBe(2);
  expect(io.err()).toContain('--machine names a state machine of the file of --from');
});
