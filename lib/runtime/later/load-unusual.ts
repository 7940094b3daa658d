declare const TASKER_SFN_PARTS: boolean | undefined;

/** Loads the part `unusual.ts`; see the README. */
export const loadUnusual = () =>
  typeof TASKER_SFN_PARTS === 'undefined'
    ? import('./unusual.ts')
    : // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- only a bundle has the file
      (import('./tasker-sfn-unusual.mjs' as string) as Promise<never>);
