import { pathToFileURL } from 'node:url';
import type { HandlerBundle } from '../handler-bundle.ts';

/** A step's function, to be called with a step event. */
export type LoadedFunction = (event: unknown, context?: unknown) => Promise<unknown>;

interface BundledModule<Options> {
  readonly create: (options?: Options) => LoadedFunction;
}

/**
 * Loads bundled handlers in TypeScript into this process, by their canonical names: the code that runs is the code that is deployed.
 * The options are those of `createStepFunction`, for a log or a result store of one's own.
 */
export async function loadFunctions<Options>(
  bundle: HandlerBundle,
  options?: Options,
): Promise<ReadonlyMap<string, LoadedFunction>> {
  const own = [...bundle].filter(([, { language }]) => language === 'typescript');
  const loaded = own.map(async ([callable, { entry, hash }]) => {
    // Node keeps a module by its URL; the hash makes changed code a new one.
    const url = `${pathToFileURL(entry).href}?v=${hash}`;
    const module = (await import(url).catch((error: unknown) => {
      throw new Error(`the code of "${callable}" fails when it is loaded: ${String(error)}`, { cause: error });
    })) as BundledModule<Options>;
    return [callable, module.create(options)] as const;
  });
  return new Map(await Promise.all(loaded));
}
