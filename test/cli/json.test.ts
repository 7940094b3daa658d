import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { cli, makeProgram } from '../../lib/cli/cli.ts';
import { fakeIo } from './fake-io.ts';
import { BROKEN, CROSSED, CROSSED_HANDLERS, project } from './project.ts';

const files = {
  'crossed.yaml': CROSSED,
  'broken.yaml': BROKEN,
  'lambdas/crossed.ts': CROSSED_HANDLERS,
  'machine.asl.json': JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Pass', End: true } } }),
  'wrong.asl.json': JSON.stringify({ StartAt: 'Nowhere', States: { Done: { Type: 'Pass', End: true } } }),
};

/** Runs a command, and reads the one document that it prints. */
async function ask(argv: readonly string[], cwd = project(files)) {
  const io = fakeIo({ cwd });
  const code = await cli([...argv, '--json'], io);
  return { code, document: JSON.parse(io.out()) as unknown, cwd };
}

function pathOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`;
}

function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

describe('--json', () => {
  it('is a flag of every command, except of those that speak a protocol', () => {
    const program = makeProgram({ io: fakeIo(), run: cli, action: () => async () => {} });
    const without = leaves(program).filter(({ options }) => !options.some(({ long }) => long === '--json'));
    expect(without.map((command) => command.name())).toEqual(['language-server', 'mcp']);
  });

  it.each([
    [['validate', 'crossed.yaml'], []],
    [
      ['explain', 'dependency-cycle'],
      { code: 'dependency-cycle', severity: 'error', text: expect.stringContaining('**Fix:**') },
    ],
    [['plan', 'crossed.yaml'], { strategy: 'barriers', steps: 4 }],
    [['cost', 'crossed.yaml'], { tasks: 1000, ways: expect.any(Array) }],
    [['compile', 'crossed.yaml'], { StartAt: expect.any(String), States: expect.any(Object) }],
    [['compile', 'crossed.yaml', '-o', 'out.json'], { file: 'out.json' }],
    [['graph', 'crossed.yaml', '--format', 'dot'], { format: 'dot', picture: expect.stringContaining('digraph') }],
    [['graph', 'machine.asl.json'], { format: 'mermaid', picture: expect.stringContaining('flowchart') }],
    [['run', 'crossed.yaml'], { status: 'SUCCEEDED', steps: expect.any(Array) }],
    [['generate', 'types', 'crossed.yaml'], { types: expect.stringContaining('export ') }],
    [['generate', 'types', 'crossed.yaml', '-o', 'types.ts'], { file: 'types.ts' }],
    [['new', 'template', 'shop/refund'], { files: expect.arrayContaining(['templates/shop/refund.yaml']) }],
    [['new', 'handler', 'Shop::Refund'], { files: ['lambdas/shop/refund-handler.ts'] }],
    [['new', 'handler', '--for', 'crossed.yaml'], { files: [] }],
    [['init', 'shop', '--no-install'], { files: expect.arrayContaining(['shop/package.json']), installed: false }],
    [['schema'], { $schema: expect.any(String) }],
    [['completion', 'bash'], { script: expect.stringContaining('complete') }],
  ])('%j prints one document', async (argv, expected) => {
    const { code, document } = await ask(argv);
    expect(document).toEqual(Array.isArray(expected) ? expected : expect.objectContaining(expected as object));
    expect(code).toBe(0);
  });

  it('is documented, command by command and key by key', async () => {
    const page = readFileSync('docs/reference/json.md', 'utf8');
    const program = makeProgram({ io: fakeIo(), run: cli, action: () => async () => {} });
    const paths = leaves(program).flatMap((command) =>
      command.options.some(({ long }) => long === '--json') ? [pathOf(command)] : [],
    );
    expect(paths.filter((path) => !page.includes(`\`${path}\``))).toEqual([]);
    for (const command of ['plan', 'cost', 'run'] as const) {
      const { document } = await ask([command, 'crossed.yaml']);
      const section = page.split(/^## /m).find((each) => each.startsWith(`\`${command}\``)) ?? '';
      const missing = Object.keys(document as object).filter((key) => !section.includes(`\`${key}\``));
      expect(missing, command).toEqual([]);
    }
  });

  it.each([
    ['explain', ['explain', 'dependency-cycle']],
    ['graph', ['graph', 'crossed.yaml']],
    ['generate types', ['generate', 'types', 'crossed.yaml']],
    ['new template', ['new', 'template', 'shop/refund']],
    ['new template --from', ['new', 'template', 'shop/refund', '--from', 'work.asl.json']],
    ['init', ['init', 'shop', '--no-install']],
    ['completion', ['completion', 'fish']],
    ['replay', ['replay', 'history.json', 'crossed.yaml']],
    ['learn', ['learn', 'history.json']],
  ])('%s has the keys that its row in the docs names, and no others', async (command, argv) => {
    const work = {
      StartAt: 'Do',
      States: { Do: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true } },
    };
    const cwd = project({ ...files, 'work.asl.json': JSON.stringify(work) });
    if (argv.includes('history.json')) await ask(['run', 'crossed.yaml', '--history', 'history.json'], cwd);
    const { document } = await ask(argv, cwd);
    const rows = readFileSync('docs/reference/json.md', 'utf8').split('\n');
    const row = rows.find((each) => each.startsWith(`| \`${command}\``)) ?? '';
    const [, keys = ''] = /\| `\{(.*?)\}`/.exec(row.replace(/: \[\{.*?\}\]/g, '')) ?? [];
    expect(Object.keys(document as object).sort()).toEqual(keys.split(', ').sort());
  });

  it('prints the file that it wrote', async () => {
    const { cwd } = await ask(['compile', 'crossed.yaml', '-o', 'out.json']);
    expect(existsSync(join(cwd, 'out.json'))).toBe(true);
  });

  it.each([
    ['plan', 'broken.yaml'],
    ['cost', 'broken.yaml'],
    ['compile', 'broken.yaml'],
    ['graph', 'broken.yaml'],
    ['graph', 'wrong.asl.json'],
    ['run', 'broken.yaml'],
    ['generate', 'types', 'broken.yaml'],
    ['new', 'handler', '--for', 'broken.yaml'],
    ['local', '--templates', 'broken.yaml'],
  ])('%s %s says why there is no result', async (...argv) => {
    const { code, document } = await ask(argv);
    expect(code).toBe(1);
    const diagnostics = expect.arrayContaining([
      expect.objectContaining({ code: expect.any(String), line: expect.any(Number) }),
    ]);
    expect(document).toEqual({ status: 'INVALID', diagnostics });
  });

  it('reads a history, and says what it has learnt', async () => {
    const { cwd } = await ask(['run', 'crossed.yaml', '--history', 'history.json']);
    const learnt = await ask(['learn', 'history.json', '-o', 'durations.json'], cwd);
    expect(learnt.document).toMatchObject({ file: 'durations.json', steps: expect.any(Array) });
    expect(existsSync(join(cwd, 'durations.json'))).toBe(true);
    const replayed = await ask(['replay', 'history.json', 'crossed.yaml'], cwd);
    expect(replayed).toMatchObject({ code: 0, document: { status: 'SUCCEEDED' } });
  });

  it.each([
    ['console', { console: expect.stringMatching(/^http:/) }],
    ['local', { stepFunctions: expect.stringMatching(/^http:/), stateMachines: [{ path: 'crossed.yaml' }] }],
  ])('%s says where it serves', async (command, expected) => {
    const io = fakeIo({ cwd: project(files) });
    const own = command === 'local' ? ['--lambda-port', '0', '--templates', 'crossed.yaml'] : ['--region', 'eu-west-1'];
    const ended = cli([command, '--port', '0', ...own, '--json'], io);
    await expect.poll(io.out).not.toBe('');
    expect(JSON.parse(io.out())).toMatchObject(expected);
    io.interrupt();
    expect(await ended).toBe(0);
  });

  it('prints nothing where the command was called wrongly', async () => {
    const io = fakeIo({ cwd: project(files) });
    expect(await cli(['explain', 'unknown-dependancy', '--json'], io)).toBe(2);
    expect(io.out()).toBe('');
    expect(io.err()).toContain('Did you mean "unknown-dependency"?');
  });
});

describe('exit codes', () => {
  const FAILING = CROSSED_HANDLERS.replace(
    "'D', {}, async ({ context }) => saw(context)",
    "'D', {}, async () => { throw new Error('no'); }",
  );
  it.each([
    [0, 'what was asked for is there', ['validate', 'crossed.yaml'], files],
    [0, 'a warning is no error', ['validate', 'old.yaml'], { 'old.yaml': `${CROSSED}\nsystem_dependencies: {}\n` }],
    [1, 'a template has errors', ['validate', 'broken.yaml'], files],
    [1, 'a file is not there', ['validate', 'nowhere.yaml'], files],
    [1, 'the task failed', ['run', 'crossed.yaml'], { ...files, 'lambdas/crossed.ts': FAILING }],
    [2, 'the command is not known', ['valdate'], files],
    [2, 'a flag is not known', ['validate', '--what', 'crossed.yaml'], files],
    [2, 'a value is not one that is possible', ['graph', 'crossed.yaml', '--format', 'png'], files],
    [2, 'an argument is missing', ['validate'], files],
  ])('%i: %s', async (code, _, argv, texts) => {
    expect(await cli(argv, fakeIo({ cwd: project(texts) }))).toBe(code);
  });
});
