import type { AddCommand } from '../command.ts';
import type { LearnFlags } from '../learn/learn.ts';
import { addConnectionFlags } from '../task/connection-flags.ts';

/** `learn`: how long steps take. */
export const addLearn: AddCommand = (program, { io, action }) => {
  const command = program
    .command('learn')
    .description('Learn from past executions how long steps take, for --durations of plan and compile.')
    .argument('<source...>', 'history files, as "run --history" writes them, and ARNs of executions')
    .option('-o, --output <file>', 'write there instead of to stdout')
    .action(
      action(async (sources: readonly string[], flags: LearnFlags) => {
        const [{ withClient }, { learn }] = await Promise.all([
          import('../task/with-client.ts'),
          import('../learn/learn.ts'),
        ]);
        return withClient(flags, io, (client) => learn(client, sources, flags, io));
      }),
    );
  addConnectionFlags(command);
};
