import type { InvocationLog } from '../../console/workshop.ts';
import type { InvokedStep } from './invoked-step.ts';

/** A log is kept up to so many characters; Lambda's own reply has as few. */
const LONGEST_LOG = 20_000;

/** What an invocation has logged, as it is kept. */
export function invocationLog(
  { step }: Pick<InvokedStep, 'step'>,
  functionName: string,
  log: string,
  at: number,
): InvocationLog {
  const text = log.length > LONGEST_LOG ? `${log.slice(0, LONGEST_LOG)}…` : log;
  return { step, functionName, at, text };
}
