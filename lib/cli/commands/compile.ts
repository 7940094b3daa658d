import type { AddCommand } from '../command.ts';
import type { Sync } from '../../plan/workflow-plan.ts';
import { ExitCode } from '../exit-code.ts';
import { syncFlag } from '../sync-flag.ts';

interface CompileFlags {
  readonly environment?: string;
  readonly durations?: string;
  readonly sync?: Sync;
  readonly output?: string;
}

/** `compile`: the state machine, as JSON. */
export const addCompile: AddCommand = (program, { io, action }) => {
  program
    .command('compile')
    .description(
      'Compile a template to a state machine in Amazon States Language. ${…} stands for the ARN of a function, or for a table.',
    )
    .argument('<template>', 'template file')
    .option('--environment <name>', 'apply the overrides of this environment')
    .option('--durations <file>', 'JSON file with the usual duration of steps, in ms: {"step": 250}')
    .addOption(syncFlag())
    .option('-o, --output <file>', 'write there instead of to stdout')
    .action(
      action(async (template: string, flags: CompileFlags) => {
        const { compileFile } = await import('../compile-file.ts');
        const { readDurations } = await import('../durations-file.ts');
        const durations = await readDurations(flags.durations, io);
        const compiled = await compileFile(template, { ...flags, durations }, io);
        if (compiled === undefined) return ExitCode.failed;
        const text = JSON.stringify(compiled.definition, null, 2) + '\n';
        if (flags.output === undefined) io.stdout.write(text);
        else await (await import('../files.ts')).writeOutput(flags.output, text, io);
        return ExitCode.ok;
      }),
    );
};
