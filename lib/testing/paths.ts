import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { StepView } from '../client/index.ts';
import type { TaskTemplate } from '../template/task-template.ts';

/** What can become of a step, as far as tests should have seen it. */
export const stepPaths = ['completing', 'completing after a retry', 'failing for good'] as const;

export type StepPath = (typeof stepPaths)[number];

/** Names the folder in which the test processes of one run note what they have seen. */
const VARIABLE = 'TASKER_SFN_SEEN_PATHS';

/** What one run of a template has seen, one line of a file. */
interface Seen {
  /** Absolute. */
  readonly template: string;
  readonly steps: readonly (readonly [step: string, path: StepPath])[];
}

/** The paths of each step of a template: a step that is never tried again has no retry to be seen. */
export function pathsOf({ steps }: TaskTemplate): readonly (readonly [step: string, path: StepPath])[] {
  return steps.flatMap(({ name, retry }) =>
    stepPaths
      .filter((path) => path !== 'completing after a retry' || (retry.retryable && retry.maxAttempts > 1))
      .map((path) => [name.value, path] as const),
  );
}

/** Begins to collect what test processes see, which get the environment of this one. */
export function collectPaths(): void {
  process.env[VARIABLE] = mkdtempSync(join(tmpdir(), 'tasker-sfn-seen-'));
}

/** Notes what became of the steps of a run, when somebody collects it. */
export function notePaths(template: string, steps: readonly StepView[]): void {
  const folder = process.env[VARIABLE];
  if (folder === undefined || !existsSync(folder)) return;
  const seen = steps.flatMap((step): Seen['steps'] => {
    if (step.state === 'error') return [[step.name, 'failing for good']];
    if (step.state !== 'complete') return [];
    return [[step.name, step.attempts > 1 ? 'completing after a retry' : 'completing']];
  });
  appendFileSync(
    join(folder, `${String(process.pid)}.jsonl`),
    `${JSON.stringify({ template: resolve(template), steps: seen } satisfies Seen)}\n`,
  );
}

/** What has been seen since {@link collectPaths}, by the absolute paths of templates: steps with their paths, joined by a space. */
export function takePaths(): ReadonlyMap<string, ReadonlySet<string>> {
  const folder = process.env[VARIABLE];
  const found = new Map<string, Set<string>>();
  if (folder === undefined || !existsSync(folder)) return found;
  const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
  for (const { template, steps } of lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Seen)) {
    const seen = found.get(template) ?? new Set();
    for (const step of steps) seen.add(step.join(' '));
    found.set(template, seen);
  }
  rmSync(folder, { recursive: true });
  return found;
}
