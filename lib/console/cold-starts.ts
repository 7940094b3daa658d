import type { StepView } from '../client/index.ts';
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

const INIT = /^REPORT RequestId:.*\bInit Duration: ([\d.]+) ms/m;
