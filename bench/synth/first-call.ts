import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Milliseconds of a process of Node that loads a bundle and calls its handler once with an event, as a cold start does. */
export function timeFirstCall(bundle: string, event: object): number {
  const caller = callerOf(bundle, event);
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [caller], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - begun;
}

function callerOf(bundle: string, event: object): string {
  const caller = join(dirname(bundle), 'call.mjs');
  if (!existsSync(caller)) {
    writeFileSync(
      caller,
      `import { handler } from ${JSON.stringify(bundle)};\nawait handler(${JSON.stringify(event)}, { awsRequestId: 'bench' });\nprocess.exit(0);\n`,
    );
  }
  return caller;
}
