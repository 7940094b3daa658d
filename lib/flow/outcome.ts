/** What becomes of a step once all its dependencies have settled; `guard.ts` has the rule. */
export type Verdict = 'run' | 'blocked' | 'skipped';
