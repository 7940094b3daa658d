import type { HandlerLanguage } from '../language.ts';
import { findersOf } from '../source-reader.ts';
import { bundleHandlers } from './bundle-handlers.ts';
import { pythonReader } from './run-python.ts';

const NOT_A_SOURCE = /^(?:test_.*|.*_test|conftest|setup)\.py$/;

/** Python, read by the user's own interpreter and bundled with the packages that its requirements lock. */
export const python: HandlerLanguage = {
  id: 'python',
  isSource: (name) => name.endsWith('.py') && !NOT_A_SOURCE.test(name.replace(/^.*[\\/]/, '')),
  notEntered: ['__pycache__', 'venv', 'site-packages'],
  ...findersOf(pythonReader),
  bundleHandlers,
};
