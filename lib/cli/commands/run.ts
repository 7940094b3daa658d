import type { AddCommand } from '../command.ts';
import { addFlags } from '../flags.ts';
import { runFlags, type RunFlags } from '../run/run-flags.ts';

/** `run`: a task of a template, or a state machine, on this machine. */
export const addRun: AddCommand = (program, { io, action }) => {
  const command = program
    .command('run')
    .description(
      'Run a task of a template, or a state machine in States Language, in the built-in Step Functions engine.',
    )
    .argument('<file>', 'template, or state machine (.asl.json, .asl.yaml)');
  addFlags(command, runFlags).action(
    action(async (path: string, flags: RunFlags) => {
      const { holdsDefinition } = await import('../definition/holds-definition.ts');
      if (holdsDefinition(path, io)) {
        const { runDefinition } = await import('../definition/run-definition.ts');
        return runDefinition(path, flags, io);
      }
      const { run } = await import('../run/run.ts');
      return run(path, flags, io);
    }),
  );
};
