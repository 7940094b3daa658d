import { afterEach, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { fakeIo, type FakeIo } from '../fake-io.ts';
import { CROSSED, CROSSED_HANDLERS, project } from '../project.ts';

let io: FakeIo | undefined;
let ended: Promise<number> | undefined;

afterEach(async () => {
  io?.interrupt();
  await ended;
});

/** Serves the console, and gives its address. */
async function open(argv: readonly string[], cwd: string): Promise<string> {
  io = fakeIo({ cwd });
  ended = cli(['console', '--port', '0', ...argv], io);
  while (!/http\S+/.test(io.out())) await new Promise((resolve) => setTimeout(resolve, 5));
  return /http\S+/.exec(io.out())?.[0] ?? '';
}

async function recorded(): Promise<string> {
  const cwd = project({ 'templates/crossed.yaml': CROSSED, 'lambdas/crossed.ts': CROSSED_HANDLERS });
  const run = fakeIo({ cwd });
  expect(await cli(['run', 'templates/crossed.yaml', '--history', 'first.json', '--timeline'], run)).toBe(0);
  return cwd;
}

it('shows runs from histories, and lets nobody change anything', async () => {
  const cwd = await recorded();
  const url = await open(['--history', 'first.json'], cwd);
  const get = async (path: string) => (await fetch(url + path)).text();
  expect(await get('/')).toContain('href="/runs/first"');
  for (const tab of ['', '/timeline', '/steps', '/events', '/context', '/steps/d', '?of=states']) {
    const answer = await fetch(`${url}/runs/first${tab}`);
    expect(answer.status, tab).toBe(200);
  }
  expect(await get('/runs/first')).toContain('class="workflow"');
  expect(await get('/templates/shop/crossed/1.0.0')).toContain('/runs/first/steps/a');
  expect(await get('/?status=error')).toContain('No run fits.');
  expect((await fetch(`${url}/start`)).status).toBe(404);
});

it('says which template it needs', async () => {
  const cwd = await recorded();
  const refused = async (argv: readonly string[]) => {
    const other = fakeIo({ cwd });
    expect(await cli(['console', '--port', '0', ...argv], other)).toBe(2);
    return other.err();
  };
  expect(await refused(['--history', 'first.json', '--endpoint', 'http://localhost:1'])).toContain(
    '--endpoint is for a service, and --history shows files.',
  );
  expect(await refused(['--templates', 'templates'])).toContain('--history');
  const started = { id: 1, type: 'ExecutionStarted', timestamp: 0, executionStartedEventDetails: { input: '{}' } };
  const empty = project({ 'first.json': JSON.stringify({ events: [started] }) });
  const other = fakeIo({ cwd: empty });
  expect(await cli(['console', '--port', '0', '--history', 'first.json'], other)).toBe(2);
  expect(other.err()).toContain('the template is needed to read it. There are no templates here');
});

it('answers pages of other hosts where it is told to, and no others', async () => {
  const cwd = await recorded();
  const url = new URL(await open(['--history', 'first.json', '--allow-host', 'box'], cwd));
  const { request } = await import('node:http');
  const statusFor = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const asked = request({ port: url.port, host: url.hostname, path: '/', headers: { Host: host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on('error', reject).end();
    });
  expect(await statusFor('box')).toBe(200);
  expect(await statusFor('evil.example')).toBe(403);
});

const APPROVE = {
  StartAt: 'Check',
  States: {
    Check: { Type: 'Pass', Result: { ok: true }, ResultPath: '$.check', Next: 'Refuse' },
    Refuse: { Type: 'Fail', Error: 'Refused' },
  },
};
const OTHER = { StartAt: 'Check', States: { Check: { Type: 'Wait', Seconds: 1, End: true } } };

async function foreign(): Promise<string> {
  const cwd = project({
    'machines/approve.asl.json': JSON.stringify(APPROVE),
    'machines/other.asl.json': JSON.stringify(OTHER),
    'twin.asl.json': JSON.stringify(APPROVE),
  });
  const run = fakeIo({ cwd });
  const argv = ['run', 'machines/approve.asl.json', '--input', '{"order": 7}', '--history', 'refused.json'];
  expect(await cli(argv, run)).toBe(1);
  return cwd;
}

it('shows runs of machines that run no template, by their definitions', async () => {
  const url = await open(['--history', 'refused.json', '--definitions', 'machines'], await foreign());
  const get = async (path: string) => (await fetch(url + path)).text();
  const list = await get('/?status=error&name=approve&q=refused');
  expect(list).toContain('href="/runs/refused"');
  // No page is there of the machine, nor of a template of its name.
  expect(list).not.toMatch(/href="\/(?:machines|templates)\/./);
  const page = await get('/runs/refused');
  expect(page).toMatch(/class="state-error"><a [^>]*href="\/runs\/refused\/steps\/Refuse"/);
  expect(page).not.toMatch(/href="\/machines\//);
  expect(await get('/runs/refused/steps')).toContain('href="/runs/refused/steps/Check"');
  expect(await get('/runs/refused/context')).toContain('"order": 7');
  expect(await get('/compare?a=refused&b=refused')).toContain('<h2>Input</h2>');
  expect(await get('/runs/refused/report.html')).toContain('"order": 7');
  for (const tab of ['/timeline', '/events', '/steps/Refuse']) {
    expect((await fetch(`${url}/runs/refused${tab}`)).status, tab).toBe(200);
  }
  expect(await get('/templates')).not.toContain('approve');
});

it('says which definition a history is of, where it cannot be told', async () => {
  const cwd = await foreign();
  const refused = async (...definitions: readonly string[]) => {
    const other = fakeIo({ cwd });
    const flags = definitions.length === 0 ? [] : ['--definitions', ...definitions];
    expect(await cli(['console', '--port', '0', '--history', 'refused.json', ...flags], other)).toBe(2);
    return other.err();
  };
  expect(await refused()).toContain('or with --definitions the state machine in States Language that it is of.');
  expect(await refused('machines/other.asl.json')).toContain(
    'is of none of the definitions: "other" has no Pass state "Check"',
  );
  expect(await refused('machines', 'twin.asl.json')).toContain(
    'may be of several of the definitions: "approve", "twin"',
  );
  const alone = fakeIo({ cwd });
  expect(await cli(['console', '--port', '0', '--definitions', 'machines'], alone)).toBe(2);
  expect(alone.err()).toContain('--definitions tells what the files of --history ran');
});
