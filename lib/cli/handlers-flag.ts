import { text, withDefault } from './flags.ts';

/** `--handlers`, of every command that runs them. */
export const handlers = withDefault(text('<dir>', 'folder of the step handlers'), 'lambdas');
