import type { StepView, TaskLogLine } from '../client/index.ts';
import type { InvocationLog } from './workshop.ts';

/**
 * Steps with how long each attempt's function took to start, where its log tells: Lambda, and what stands for it on this machine, say so
 * of an invocation that found no function ready. An attempt that succeeded is told by its request; of others there must be as many logs.
 */
export function withColdStarts(
  steps: readonly StepView[],
  logs: readonly Pick<InvocationLog, 'step' | 'text'>[],
): readonly StepView[] {
  const byStep = new Map<string, string[]>();
  for (const { step, text } of logs) {
    const known = byStep.get(step);
    if (known === undefined) byStep.set(step, [text]);
    else known.push(text);
  }
  return steps.map((step) => {
    const found = byStep.get(step.name);
    if (found?.some((text) => INIT.test(text)) !== true) return step;
    const history = step.history.map((attempt, index) => {
      const { requestId } = attempt.log ?? {};
      const own = requestId ? found.find((text) => text.includes(requestId)) : undefined;
      const text = own ?? (found.length === step.history.length ? found[index] : undefined);
      const initMs = Number(INIT.exec(text ?? '')?.[1]);
      return Number.isNaN(initMs) ? attempt : { ...attempt, initMs };
    });
    return { ...step, history };
  });
}

/** The same by the lines of logs that were read: each tells its attempt. */
export function withToldColdStarts(steps: readonly StepView[], lines: readonly TaskLogLine[]): readonly StepView[] {
  const keyOf = (step: string | null, attempt: number | null) => `${String(attempt)} ${String(step)}`;
  const told = new Map(
    lines.flatMap(({ step, attempt, fields: { init_duration_ms: initMs } }): readonly [string, number][] =>
      typeof initMs === 'number' ? [[keyOf(step, attempt), initMs]] : [],
    ),
  );
  return steps.map((step) => ({
    ...step,
    history: step.history.map((attempt) => {
      const initMs = told.get(keyOf(step.name, attempt.attempt));
      return initMs === undefined ? attempt : { ...attempt, initMs };
    }),
  }));
}

const INIT = /^REPORT RequestId:.*\bInit Duration: ([\d.]+) ms/m;
