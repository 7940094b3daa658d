import { formatNumber } from '../diagnostics/wording.ts';
import type { Verdict } from './judge.ts';

/** How many violations there are, in words: `7`, `more than 10,000`. */
export function countOf({ violations, others, areMore }: Verdict): string {
  return `${areMore ? 'more than ' : ''}${formatNumber(violations.length + others)}`;
}
