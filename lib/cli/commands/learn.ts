import type { AddCommand } from '../command.ts';
import { addFlags } from '../flags.ts';
import { learnFlags, type LearnFlags } from '../learn/learn-flags.ts';

/** `learn`: how long steps take. */
export const addLearn: AddCommand = (program, { io, action }) => {
  const command = program
    .command('learn')
    .description('Learn from past executions how long steps take, for --durations.')
    .argument('<source...>', 'history files, as "run --history" writes them, ids of tasks, and ARNs of executions');
  addFlags(command, learnFlags).action(
    action(async (sources: readonly string[], flags: LearnFlags) => {
      const [{ withClient }, { learn }] = await Promise.all([
        import('../task/with-client.ts'),
        import('../learn/learn.ts'),
      ]);
      return withClient(flags, io, (client) => learn(client, sources, flags, io));
    }),
  );
};
