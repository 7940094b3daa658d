import { prefix, url } from '../flag-values.ts';
import { type FlagsOf, parsed, text } from '../flags.ts';

/** Flags that tell where Step Functions is; what is absent, the environment tells the AWS SDK. */
export const connectionFlags = {
  endpoint: parsed('<url>', 'URL of a Step Functions API, such as http://localhost:8083 of "tasker-sfn local"', url),
  region: text('<region>', 'AWS Region (default: as the AWS SDK finds it)'),
  prefix: parsed(
    '<prefix>',
    'prefix of the environment (default: none; tasks of state machines without a prefix)',
    prefix,
  ),
  profile: text('<name>', 'AWS profile (default: as the AWS SDK finds it)'),
};

export type ConnectionFlags = FlagsOf<typeof connectionFlags>;
