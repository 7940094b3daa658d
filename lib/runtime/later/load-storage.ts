declare const TASKER_SFN_PARTS: boolean | undefined;

/** Loads the part `storage.ts`; see the README. */
export const loadStorage = () =>
  typeof TASKER_SFN_PARTS === 'undefined'
    ? import('./storage.ts')
    : // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- only a bundle has the file
      (import('./tasker-sfn-storage.mjs' as string) as Promise<never>);
