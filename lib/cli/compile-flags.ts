import type { FlagsOf } from './flags.ts';
import { choice, text } from './flags.ts';

/** `--sync`. Its value is a `Sync`. */
export const sync = choice(
  '<way>',
  'how branches wait for each other where the graph is not series-parallel: at barriers (the default), or exactly, at items of a DynamoDB table',
  ['barriers', 'exact'],
);

/** `--durations`, for `readDurations`. */
export const durations = text('<file>', 'JSON file with the usual duration of steps, in ms: {"step": 250}');

/** Flags of every command that compiles one template, for `projectOptions`. */
export const compileFlags = {
  environment: text('<name>', 'apply the overrides of this environment'),
  durations,
  sync,
};

export type CompileFlags = FlagsOf<typeof compileFlags>;
