import type { SFNClientConfig } from '@aws-sdk/client-sfn';
import type { CliIo } from '../io.ts';
import { regionOf } from '../local/region-of.ts';
import { localCredentials } from '../local/rest-api.ts';
import type { ConnectionFlags } from './connection-flags.ts';

/** The engine that is spoken to; undefined for AWS itself. */
export function endpointOf({ endpoint }: Pick<ConnectionFlags, 'endpoint'>, env: CliIo['env']): string | undefined {
  return endpoint ?? env['AWS_ENDPOINT_URL_SFN'] ?? env['AWS_ENDPOINT_URL'];
}

/**
 * What the AWS SDK is told of the connection. An engine of one's own, which is spoken to without TLS, looks neither at the
 * Region nor at the signature; but the SDK insists on both, so it is given some where nobody names any.
 */
export function connectionOf({ endpoint, region, profile }: ConnectionFlags, env: CliIo['env']): SFNClientConfig {
  const given = {
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  };
  const engine = endpointOf({ endpoint }, env);
  if (!engine?.startsWith('http://')) return given;
  const hasCredentials = profile ?? env['AWS_PROFILE'] ?? env['AWS_ACCESS_KEY_ID'];
  // Such an engine has the logs, too, although the variable that names it names Step Functions alone.
  const hasLogsElsewhere = env['AWS_ENDPOINT_URL_CLOUDWATCH_LOGS'] !== undefined;
  return {
    region: regionOf(env),
    ...(!hasLogsElsewhere && { endpoint: engine }),
    ...(!hasCredentials && { credentials: localCredentials() }),
    ...given,
  };
}
