/**
 * Runs the tests under other versions of Node than the one that is there: by default those that the package is for beside it, or the
 * ones named: `npm run test:nodes -- 20.19.0`. They come from npm's registry, as packages.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

const VERSIONS = ['22', '24'];

const root = resolve(import.meta.dirname, '../..');
const named = process.argv.slice(2);
for (const version of named.length > 0 ? named : VERSIONS) testUnder(version);

function testUnder(version: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-node-'));
  try {
    const node = install(version, folder);
    if (node === undefined) return;
    const found = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
    console.log(`The tests under Node ${found}:`);
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const { status } = spawnSync(node, [vitest, 'run', '--reporter', 'agent'], {
      cwd: root,
      // What the tests start themselves is to be the same Node.
      env: { ...process.env, PATH: [dirname(node), process.env['PATH']].join(delimiter) },
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The path of that Node; undefined where the registry cannot be reached. */
function install(version: string, folder: string): string | undefined {
  const npm = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, `node@${version}`];
  const { status, stderr } = spawnSync('npm', npm, { encoding: 'utf8' });
  if (status === 0) return join(folder, 'node_modules/node/bin/node');
  if (!/ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|network/.test(stderr)) {
    throw new Error(`Node ${version} cannot be installed:\n${stderr}`);
  }
  console.log(`Skipped: Node ${version} comes from npm's registry, which cannot be reached.`);
  return undefined;
}
