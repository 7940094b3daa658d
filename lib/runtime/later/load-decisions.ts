declare const TASKER_SFN_PARTS: boolean | undefined;

/** Loads the part `decisions.ts`; see the README. */
export const loadDecisions = () =>
  typeof TASKER_SFN_PARTS === 'undefined'
    ? import('./decisions.ts')
    : // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- only a bundle has the file
      (import('./tasker-sfn-decisions.mjs' as string) as Promise<never>);
