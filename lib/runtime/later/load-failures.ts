declare const TASKER_SFN_PARTS: boolean | undefined;

/** Loads the part `failures.ts`; see the README. */
export const loadFailures = () =>
  typeof TASKER_SFN_PARTS === 'undefined'
    ? import('./failures.ts')
    : // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- only a bundle has the file
      (import('./tasker-sfn-failures.mjs' as string) as Promise<never>);
