import { expect, onTestFinished } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { fakeIo, type FakeIo } from './fake-io.ts';

/** A project that `local` serves. */
export interface ServedProject {
  readonly io: FakeIo;
  /** Of Step Functions, the REST API and the console. */
  readonly url: string;
  readonly lambdaUrl: string;
  /** Ends the service as Ctrl-C does; the exit code. */
  readonly stop: () => Promise<number>;
}

/** Runs `local` in a folder, on free ports, until the test ends. */
export async function serveProject(
  cwd: string,
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ServedProject> {
  const io = fakeIo({ cwd, env: { PATH: process.env['PATH'] ?? '', ...env } });
  let code: number | undefined;
  const done = cli(['local', '--port', '0', '--lambda-port', '0', ...flags], io);
  void done.then((value) => (code = value));
  const stop = async () => {
    io.interrupt();
    return done;
  };
  onTestFinished(async () => void (await stop()));
  await expect.poll(() => code !== undefined || io.out().includes('Ctrl-C'), { timeout: 60_000 }).toBe(true);
  if (code !== undefined) throw new Error(`local ended with ${code}: ${io.err()}`);
  const [url = '', lambdaUrl = ''] = [...io.out().matchAll(/^(?:Step Functions|Lambda) +(http:\S+)/gm)].map(
    ([, address]) => address,
  );
  return { io, url, lambdaUrl, stop };
}
