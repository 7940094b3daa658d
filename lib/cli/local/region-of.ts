import type { CliIo } from '../io.ts';

/** The Region in ARNs and of services that tasks call. */
export function regionOf(env: CliIo['env']): string {
  return env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
}
