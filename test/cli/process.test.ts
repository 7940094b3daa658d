import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ORDER, project } from './project.ts';

const bin = resolve(import.meta.dirname, '../../bin/tasker-sfn.ts');
const tsx = import.meta.resolve('tsx');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in a process of its own, and does something with it once it has written `cue` to stderr. */
function tasker(
  argv: readonly string[],
  cwd: string,
  onStart: (child: ReturnType<typeof spawn>) => void = () => {},
  cue = '',
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', tsx, bin, ...argv], { cwd });
  const written = { out: '', err: '' };
  let isStarted = cue === '';
  if (isStarted) onStart(child);
  child.stdout.on('data', (data) => (written.out += String(data)));
  child.stderr.on('data', (data) => {
    written.err += String(data);
    if (isStarted || !written.err.includes(cue)) return;
    isStarted = true;
    onStart(child);
  });
  return new Promise((done) => child.on('close', (code) => done({ code, ...written })));
}

const HANDLERS = ['Reserve', 'Charge', 'Pack', 'Ship']
  .map(
    (name) => `export class ${name} extends StepHandler {
    static handlerName = 'Shop::${name}Handler';
    async call(context) {
      console.log('noise of ${name}');
      console.error('more noise');
      if (context.getInput('hang')) await new Promise(() => setInterval(() => {}, 1000));
      return this.success({});
    }
  }`,
  )
  .join('\n');

const shop = () =>
  project({
    'order.yaml': ORDER,
    'lambdas/order.ts': `import { StepHandler } from '@tasker-systems/tasker';\n${HANDLERS}`,
    'node_modules/.keep': '',
  });

describe('the process', () => {
  it('ends with the exit code of the command', async () => {
    const cwd = shop();
    expect(await tasker(['validate', 'order.yaml'], cwd)).toEqual({
      code: 0,
      out: '',
      err: '1 template, 0 errors, 0 warnings\n',
    });
    expect((await tasker(['validate', 'nowhere.yaml'], cwd)).code).toBe(1);
    expect((await tasker(['valdate'], cwd)).code).toBe(2);
  });

  it('keeps standard output for the result, whatever handlers print', async () => {
    const cwd = shop();
    const { code, out, err } = await tasker(['run', 'order.yaml', '--json'], cwd);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ status: 'SUCCEEDED' });
    expect(err).not.toContain('noise');
    const verbose = await tasker(['run', 'order.yaml', '--json', '--verbose'], cwd);
    expect(JSON.parse(verbose.out)).toMatchObject({ status: 'SUCCEEDED' });
    expect(verbose.err).toContain('noise of Ship\n');
    expect(verbose.err).toContain('more noise\n');
  });

  it('stops a run on SIGINT, with 130 and the outcome so far', async () => {
    const { code, out } = await tasker(
      ['run', 'order.yaml', '--json', '--context', '{"hang": true}'],
      shop(),
      (child) => child.kill('SIGINT'),
      'reserve  started',
    );
    expect(code).toBe(130);
    expect(JSON.parse(out)).toMatchObject({ status: 'ABORTED' });
  });

  it('ends at a second SIGINT, even where the first cannot stop what is under way', async () => {
    const silent = createServer(() => {});
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const { port } = silent.address() as AddressInfo;
    const { code } = await tasker(
      ['task', 'timeline', 'any', '--follow', '--endpoint', `http://127.0.0.1:${port}`],
      shop(),
      (child) =>
        void silent.once('connection', () => {
          child.kill('SIGINT');
          setTimeout(() => child.kill('SIGINT'), 500);
        }),
    );
    silent.close();
    // No code: the signal has ended it.
    expect(code).toBeNull();
  });

  it('is quiet when nobody reads its output any more', async () => {
    const { code, err } = await tasker(['compile', 'order.yaml'], shop(), (child) => child.stdout?.destroy());
    expect(code).toBe(0);
    expect(err).toBe('');
  });
});
