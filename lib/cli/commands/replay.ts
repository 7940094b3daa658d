import type { AddCommand } from '../command.ts';
import { addFlags } from '../flags.ts';
import { replayFlags, type ReplayFlags } from '../replay/replay-flags.ts';

/** `replay`: a past execution again. */
export const addReplay: AddCommand = (program, { io, action }) => {
  const command = program
    .command('replay')
    .description(
      'Run a past execution again on this machine, with its recorded answers; from a state on, with the real handlers. Say where the new run differs.',
    )
    .argument('<run>', 'id of a task, ARN of an execution, or a history file')
    .argument('[machine]', 'template or state machine file (default: the one that ran, for a task or an ARN)');
  addFlags(command, replayFlags).action(
    action(async (run: string, machine: string | undefined, flags: ReplayFlags) => {
      const { replay } = await import('../replay/replay.ts');
      const { orSay } = await import('../task/with-client.ts');
      return orSay(flags, io, () => replay(run, machine, flags, io));
    }),
  );
};
