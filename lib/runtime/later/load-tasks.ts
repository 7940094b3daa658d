declare const TASKER_SFN_PARTS: boolean | undefined;

/** Loads the part `tasks.ts`; see the README. */
export const loadTasks = () =>
  typeof TASKER_SFN_PARTS === 'undefined'
    ? import('./tasks.ts')
    : // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- only a bundle has the file
      (import('./tasker-sfn-tasks.mjs' as string) as Promise<never>);
