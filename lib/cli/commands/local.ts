import type { AddCommand } from '../command.ts';
import { addFlags } from '../flags.ts';
import { localFlags, type LocalFlags } from '../local/local-flags.ts';

/** `local`: Step Functions, Lambda and the REST API on this machine. */
export const addLocal: AddCommand = (program, { io, action }) => {
  const command = program
    .command('local')
    .description('Serve the built-in Step Functions engine as the AWS API, with the handlers as Lambda functions.');
  addFlags(command, localFlags)
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
