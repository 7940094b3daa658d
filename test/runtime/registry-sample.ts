import { defineHandler } from '../../lib/runtime/index.ts';

/** A handler in a module of its own, for resolvers that load modules. */
export const Sample = defineHandler('Demo::Sample', {}, () => ({}));
