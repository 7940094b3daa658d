import { InvalidArgumentError, Option } from 'commander';
import type { AddCommand } from '../command.ts';
import type { RunFlags } from '../run/run.ts';

/** `run`: a task, from a template, on this machine. */
export const addRun: AddCommand = (program, { io, action }) => {
  program
    .command('run')
    .description('Run a task of a template with its real handlers in the built-in Step Functions engine.')
    .argument('<template>', 'template file')
    .option('--context <json>', "the task's context: JSON, or @file (default: {})")
    .option('--request <json>', 'the whole task request: JSON, or @file; the flags below win over it')
    .option('--correlation-id <id>', 'ties the task to what caused it')
    .option('--parent-correlation-id <id>', 'correlation id of the task that this one belongs to')
    .option('--idempotency-key <key>', 'identity of the task')
    .option('--tag <tag>', 'a tag; may be given several times', (tag, tags: string[] = []) => [...tags, tag])
    .option('--initiator <name>', 'who asks for the task')
    .option('--source-system <name>', 'the system that asks for the task')
    .option('--reason <text>', 'why the task is asked for')
    .option('--priority <number>', 'from -100 to 100', integer(-100, 100))
    .option('--handlers <dir>', 'folder of the step handlers', 'lambdas')
    .option('--environment <name>', 'apply the overrides of this environment')
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

function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
