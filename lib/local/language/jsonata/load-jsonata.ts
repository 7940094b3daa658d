import { createRequire } from 'node:module';
import type Jsonata from 'jsonata';

/** This file, or the bundle in CommonJS that holds it. */
const self = typeof __filename === 'string' ? __filename : import.meta.url;

let loaded: typeof Jsonata | undefined;

/**
 * The library, loaded when a machine first needs it: one that knows only JSONPath does not pay for it. It is loaded at once,
 * since time in a virtual clock could pass while a promise of it is open.
 */
export function loadJsonata(): typeof Jsonata {
  loaded ??= createRequire(self)('jsonata') as typeof Jsonata;
  return loaded;
}
