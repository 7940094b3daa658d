import { AwsError } from '../base/api/aws-error.ts';
import type { Settings } from './state-machines.ts';

/** Checks that logs go somewhere when there are any. Throws `InvalidLoggingConfiguration`. */
export function checkLogging({ loggingConfiguration }: Settings): void {
  const { level = 'OFF', destinations = [] } = loggingConfiguration ?? {};
  if (destinations.length === 1 || (destinations.length === 0 && level === 'OFF')) return;
  throw new AwsError(
    'InvalidLoggingConfiguration',
    'Invalid Logging Configuration: Must specify exactly one Log Destination.',
  );
}
