import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Emulator } from './emulator.ts';

const root = resolve(import.meta.dirname, '../..');
const output = join(root, '.venv/deploy/cdk.out');
const outputsFile = join(root, '.venv/deploy/outputs.json');

/** Runs the CDK CLI of this project. Rejects with all that it printed when it fails. */
export async function cdk(emulator: Emulator, ...args: readonly string[]): Promise<string> {
  const env: NodeJS.ProcessEnv = { ...process.env, ...emulator.env, CDK_DISABLE_CLI_TELEMETRY: 'true', NO_COLOR: '1' };
  // Whatever else this shell would sign in with.
  delete env.AWS_PROFILE;
  delete env.AWS_SESSION_TOKEN;
  const options = { cwd: root, env, maxBuffer: 64 * 1024 * 1024, timeout: 300_000 };
  try {
    const all = [...args, '--output', output, '--no-notices', '--ca-bundle-path', String(emulator.env.AWS_CA_BUNDLE)];
    const { stdout, stderr } = await promisify(execFile)('npx', ['cdk', ...all], options);
    return stdout + stderr;
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`cdk ${args.join(' ')}: ${message.split('\n')[0]}\n${(stdout + stderr).slice(-4000)}`, {
      cause: error,
    });
  }
}

/** Deploys stacks and returns their outputs by stack and the beginning of the output's name. */
export async function deploy(
  emulator: Emulator,
  ...stacks: readonly string[]
): Promise<{ text: string; find: (name: string) => string }> {
  rmSync(outputsFile, { force: true });
  const text = await cdk(emulator, 'deploy', ...stacks, '--require-approval', 'never', '--outputs-file', outputsFile);
  const outputs = JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
  const flat = Object.values(outputs).flatMap((each) => Object.entries(each));
  const find = (name: string) => {
    const found = flat.find(([key]) => key.startsWith(name));
    if (found === undefined)
      throw new Error(`There is no output "${name}", only ${flat.map(([key]) => key).join(', ')}.`);
    return found[1];
  };
  return { text, find };
}
