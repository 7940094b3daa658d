import type { HandlerLanguage } from '../language.ts';
import { bundleHandlers } from './bundle-handlers.ts';
import { findEventClasses } from './find-event-classes.ts';
import { findFunctions, findHandlers } from './find-handlers.ts';
import { findResolvers } from './find-resolvers.ts';
import { isSource, notEntered } from './is-source.ts';

/** TypeScript and JavaScript, bundled by esbuild. */
export const typescript: HandlerLanguage = {
  id: 'typescript',
  isSource,
  notEntered,
  findHandlers,
  findFunctions,
  findResolvers,
  findEventClasses,
  bundleHandlers,
};
