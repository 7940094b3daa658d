declare const TASKER_SFN_PARTS: boolean | undefined;

/** Loads the part `checkpoints.ts`; see the README. */
export const loadCheckpoints = () =>
  typeof TASKER_SFN_PARTS === 'undefined'
    ? import('./checkpoints.ts')
    : // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- only a bundle has the file
      (import('./tasker-sfn-checkpoints.mjs' as string) as Promise<never>);
