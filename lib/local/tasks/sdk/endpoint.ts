import { ErrorName } from '../../../states-language/error-name.ts';
import { FatalStatesError } from '../../base/states-error.ts';
import type { SdkService } from '../aws-service.ts';

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that say where a service is: of Step Functions Local, and of the AWS SDKs. */
function endpointVariables({ endpointVariable, client }: SdkService): readonly [string, string, string] {
  return [endpointVariable, `AWS_ENDPOINT_URL_${client.toUpperCase()}`, 'AWS_ENDPOINT_URL'];
}

/** The endpoint that the environment names for a service; undefined when it names none. */
export function endpointOf(service: SdkService, environment: Environment): string | undefined {
  return endpointVariables(service)
    .map((name) => environment[name])
    .find((url) => url !== undefined && url !== '');
}

/** The names below which AWS has its endpoints, in all partitions. From the partitions of the AWS SDK's endpoint rules. */
const AWS_DOMAINS = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'api.aws',
  'api.amazonwebservices.com.cn',
  'api.amazonwebservices.eu',
  'aws.ic.gov',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'api.aws.scloud',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
  'api.aws.hci.ic.gov',
];

/** Whether a host is AWS's. */
function isAwsHost(host: string): boolean {
  return AWS_DOMAINS.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** What the clients of the AWS SDK have in common, as far as it matters here. */
interface Guarded {
  readonly middlewareStack?: {
    add(
      middleware: (next: (args: Sent) => Promise<unknown>) => (args: Sent) => Promise<unknown>,
      options: { readonly step: 'initialize' | 'build'; readonly name: string },
    ): void;
  };
}
interface Sent {
  readonly request?: unknown;
}

/**
 * Keeps a client of the AWS SDK from calling AWS: a request to one of its hosts is refused before it is signed, unless the
 * user named that host as the endpoint. What the client read elsewhere, such as in `~/.aws/config`, or in a queue's URL, counts as well.
 */
export function keepFromAws(client: unknown, service: SdkService, endpoint: string | undefined): void {
  const stack = (client as Guarded).middlewareStack;
  const named = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint).hostname : undefined;
  stack?.add(
    (next) => async (args) => {
      const { hostname = '' } = (args.request ?? {}) as { readonly hostname?: string };
      if (isAwsHost(hostname) && !isBelow(hostname, named)) throw refusal(service, hostname);
      return next(args);
    },
    { step: 'build', name: 'keepFromAws' },
  );
  if (endpoint !== undefined) return;
  // Clients look for credentials before they know the host. Who has none should not be told to get some.
  stack?.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw (error as Error).name === 'CredentialsProviderError' ? refusal(service) : error;
      }
    },
    { step: 'initialize', name: 'tellWithoutCredentials' },
  );
}

/** A bucket stands before the name of its host. */
function isBelow(host: string, named: string | undefined): boolean {
  return named !== undefined && (host === named || host.endsWith(`.${named}`));
}

function refusal(service: SdkService, host?: string): FatalStatesError {
  const [own, sdk] = endpointVariables(service);
  const where = host === undefined ? 'AWS' : `AWS at ${host}`;
  return new FatalStatesError(
    ErrorName.runtime,
    `The task would call ${where}. Nothing leaves this machine for AWS unless you allow it: name an endpoint in ${own} or ${sdk}, mock the state, or allow calls to AWS with --allow-aws (in a program: allowAws).`,
  );
}
