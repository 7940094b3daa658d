/**
 * Attacks the REST API with requests that Schemathesis makes of its OpenAPI document: `tasker-sfn local` serves it, with a template of
 * its own. Answers that the document does not tell of, accepted nonsense, refused sense, and errors of ours fail the test.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SCHEMATHESIS = 'schemathesis==4.32.5';
const root = resolve(import.meta.dirname, '../..');
const venv = join(root, '.venv');

const TEMPLATE = `
name: checkout
namespace_name: shop
version: 1.0.0
steps:
  - { name: charge, handler: { callable: Charge }, retry: { max_attempts: 1 } }
  - { name: ship, handler: { callable: Ship }, dependencies: [charge] }
`;

const HANDLERS = `import { defineHandler, PermanentError } from '@tasker-systems/tasker';
export const Charge = defineHandler('Charge', { inputs: { card: 'card' } }, async ({ card }) => {
  if (card === 'stolen') throw new PermanentError('refused');
  return { paid: true };
});
export const Ship = defineHandler('Ship', {}, async () => ({ shipped: true }));
`;

/** A header that stands for a field may not differ from it, which no schema tells: a valid request has one of them. */
const HOOKS = `import schemathesis
from schemathesis import GenerationMode

FIELDS = {"Idempotency-Key": "idempotency_key", "X-Correlation-Id": "correlation_id"}


@schemathesis.hook
def before_call(ctx, case, **kwargs):
    if case.meta.generation.mode != GenerationMode.POSITIVE or not isinstance(case.body, dict):
        return
    for header, field in FIELDS.items():
        if field in case.body and case.headers is not None:
            case.headers.pop(header, None)
`;

const hasPython = ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'];
if (spawnSync('python3', hasPython).status !== 0) {
  console.log('Skipped: Schemathesis needs Python 3.10 or later with the modules venv and ensurepip.');
  process.exit(0);
}
execFileSync('python3', ['-m', 'venv', venv]);
execFileSync(join(venv, 'bin/pip'), ['install', '--quiet', SCHEMATHESIS], { stdio: 'inherit' });

const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-rest-'));
for (const [file, text] of [
  ['templates/checkout.yaml', TEMPLATE],
  ['lambdas/checkout.ts', HANDLERS],
  ['hooks.py', HOOKS],
] as const) {
  mkdirSync(join(folder, file, '..'), { recursive: true });
  writeFileSync(join(folder, file), text);
}
const loader = join(root, 'node_modules/tsx/dist/loader.mjs');
const command = ['--import', loader, join(root, 'bin/tasker-sfn.ts'), 'local', '--json', '--quiet'];
const server = spawn(process.execPath, [...command, '--port', '0', '--lambda-port', '0'], {
  cwd: folder,
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const { restApi } = await welcome();
  const base = restApi.replace(/\/v1\/.*$/, '').replace(/\/$/, '');
  const complete = await create(base, '42');
  const failed = await create(base, 'stolen');
  const runs: readonly { readonly what: string; readonly parameters: Readonly<Record<string, string>> }[] = [
    { what: 'any ids', parameters: {} },
    { what: 'a task that is complete', parameters: { id: complete, step: 'charge' } },
    { what: 'a task that failed', parameters: { id: failed, step: 'charge' } },
  ];
  for (const { what, parameters } of runs) {
    console.log(`\nSchemathesis, with ${what}`);
    if (attack(base, parameters) !== 0) process.exitCode = 1;
  }
} finally {
  server.kill('SIGINT');
  rmSync(folder, { recursive: true, force: true });
}

function attack(base: string, parameters: Readonly<Record<string, string>>): number | null {
  const config = join(folder, 'schemathesis.toml');
  const lines = Object.entries(parameters).map(([name, value]) => `"path.${name}" = ${JSON.stringify(value)}`);
  writeFileSync(config, lines.length === 0 ? '' : ['[parameters]', ...lines, ''].join('\n'));
  // Whether a task of such an id is there, and can be cancelled or changed, no schema tells.
  const excluded = lines.length === 0 ? [] : ['--exclude-checks', 'positive_data_acceptance'];
  const examples = process.env['EXAMPLES'] ?? '25';
  const options = ['--max-examples', examples, '--seed', '1', '--phases', 'examples,coverage,fuzzing', '--url', base];
  const args = ['--config-file', config, '--no-color', 'run', `${base}/openapi.json`, ...options, ...excluded];
  const env = { ...process.env, SCHEMATHESIS_HOOKS: 'hooks' };
  return spawnSync(join(venv, 'bin/schemathesis'), args, { cwd: folder, env, stdio: 'inherit' }).status;
}

async function welcome(): Promise<{ readonly restApi: string }> {
  let text = '';
  for await (const chunk of server.stdout) {
    text += String(chunk);
    try {
      return JSON.parse(text) as { readonly restApi: string };
    } catch {
      // More of it comes.
    }
  }
  throw new Error(`"tasker-sfn local" has ended: ${text}`);
}

async function create(base: string, card: string): Promise<string> {
  const identity = { namespace: 'shop', name: 'checkout', version: '1.0.0' };
  const body = JSON.stringify({ ...identity, context: { card }, initiator: 'test', source_system: 't', reason: 't' });
  const answer = await fetch(`${base}/v1/tasks`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  const { task_uuid: id } = (await answer.json()) as { readonly task_uuid: string };
  return id;
}
