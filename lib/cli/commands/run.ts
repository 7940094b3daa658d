import { Option } from 'commander';
import type { AddCommand } from '../command.ts';
import { addRequestFlags, integer } from '../run/request-flags.ts';
import type { RunFlags } from '../run/run.ts';
import { syncFlag } from '../sync-flag.ts';

/** `run`: a task, from a template, on this machine. */
export const addRun: AddCommand = (program, { io, action }) => {
  const command = program
    .command('run')
    .description('Run a task of a template with its real handlers in the built-in Step Functions engine.')
    .argument('<template>', 'template file');
  addRequestFlags(command)
    .option('--handlers <dir>', 'folder of the step handlers', 'lambdas')
    .option('--environment <name>', 'apply the overrides of this environment')
    .addOption(syncFlag())
    .option('--real-time', 'wait as long as retries ask; without it, waits cost no time')
    .addOption(
      new Option('--seed <number>', 'what jitter is drawn from: the same seed gives the same waits')
        .argParser(integer(0, Number.MAX_SAFE_INTEGER))
        .default(0),
    )
    .option(
      '--endpoint <url>',
      'run it on the Step Functions API there; the handlers answer on --lambda-port meanwhile',
    )
    .option('--lambda-port <port>', 'port of the Lambda Invoke API with --endpoint (default: 3001)', integer(0, 65_535))
    .option('--history <file>', "write the execution's history there, in the form of the AWS API")
    .option('--verbose', "show the handlers' log lines")
    .option('--json', 'print the outcome as one JSON document')
    .action(
      action(async (template: string, flags: RunFlags) => {
        const { run } = await import('../run/run.ts');
        return run(template, flags, io);
      }),
    );
};
