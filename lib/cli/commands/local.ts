import { InvalidArgumentError, Option } from 'commander';
import type { AddCommand } from '../command.ts';
import type { LocalFlags } from '../local/local.ts';
import { syncFlag } from '../sync-flag.ts';

/** `local`: Step Functions, Lambda and the REST API on this machine. */
export const addLocal: AddCommand = (program, { io, action }) => {
  program
    .command('local')
    .description('Serve the built-in Step Functions engine as the AWS API, with the handlers as Lambda functions.')
    .addOption(number('--port <port>', 'port of Step Functions and of the REST API', 8083, port))
    .addOption(number('--lambda-port <port>', 'port of the Lambda Invoke API', 3001, port))
    .option('--host <address>', 'address to listen on; 0.0.0.0 lets containers in', '127.0.0.1')
    .option('--templates <path...>', 'template files and folders to deploy (default: templates, when it is there)')
    .option('--handlers <dir>', 'folder of the step handlers', 'lambdas')
    .addOption(syncFlag())
    .addOption(number('--time-scale <factor>', 'how much faster than real time waits and retries pass', 1, positive))
    .option('--data <dir>', 'keep state machines, activities and finished executions in this folder over a restart')
    .addOption(number('--keep <count>', 'finished executions to keep; older ones are forgotten', 10_000, natural))
    .option('--verbose', "show the handlers' log lines")
    .addHelpText('after', ENVIRONMENT)
    .action(
      action(async (flags: LocalFlags) => {
        const { local } = await import('../local/local.ts');
        return local(flags, io);
      }),
    );
};

const ENVIRONMENT = `
Environment:
  AWS_REGION          Region in the ARNs (default: us-east-1)
  LAMBDA_ENDPOINT     Lambda endpoint for functions that are not among the handlers
  SFN_MOCK_CONFIG     mock configuration file, in the format of Step Functions Local
  SQS_ENDPOINT …      endpoints of DYNAMODB, SQS, SNS, EVENTBRIDGE, STEP_FUNCTIONS and S3`;

function number(flags: string, description: string, standard: number, parse: (text: string) => number): Option {
  return new Option(flags, description).default(standard).argParser(parse);
}

function port(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('It must be a port, from 0 to 65535.');
}

function natural(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number, 0 or more.');
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}
