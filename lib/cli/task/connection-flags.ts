import { InvalidArgumentError, type Command } from 'commander';

/** Flags that tell where Step Functions is; what is absent, the environment tells the AWS SDK. */
export interface ConnectionFlags {
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
}

/** Adds the flags to a command. */
export function addConnectionFlags(command: Command): Command {
  return command
    .option('--endpoint <url>', 'URL of a Step Functions API, such as http://localhost:8083 of "tasker-sfn local"', url)
    .option('--region <region>', 'AWS Region (default: as the AWS SDK finds it)')
    .option('--profile <name>', 'AWS profile (default: as the AWS SDK finds it)');
}

function url(text: string): string {
  if (/^https?:\/\/./.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError('It must be a URL, such as http://localhost:8083.');
}
