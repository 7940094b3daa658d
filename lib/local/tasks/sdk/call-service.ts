import type { JsonValue } from '../../../json.ts';
import type { Clock } from '../../base/clock/clock.ts';
import { ErrorName } from '../../../states-language/error-name.ts';
import { FatalStatesError, StatesError } from '../../base/states-error.ts';
import type { SdkService } from '../aws-service.ts';
import { actionName, isOfService, isOptimised } from '../aws-service.ts';
import { beginComplete } from '../begin-complete.ts';
import type { Integration } from '../integration.ts';
import { endpointOf, keepFromAws } from './endpoint.ts';
import type { LoadPackage } from './load-sdk.ts';
import { loadSdk } from './load-sdk.ts';
import { describeCall, serviceError } from './service-answer.ts';
import { fromAnswer, toRequest } from './state-form.ts';
import { parametersOf } from '../parameters-of.ts';

/** How the services are reached. */
export interface ServiceOptions {
  /** Endpoints, under the names that Step Functions Local has for them, such as `SQS_ENDPOINT`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The AWS region. */
  readonly region: string;
  /** Whether calls may go to AWS itself where no endpoint is named; else such a task fails, and says so. @default false */
  readonly allowAws?: boolean;
  /** Loads a package of the AWS SDK. @default import */
  readonly load?: LoadPackage;
}

type Method = (input: unknown) => Promise<Metadata>;
type Client = Readonly<Record<string, Method | undefined>>;
/** The client of a service, and the package that it comes from. */
type Connection = readonly [Client, Readonly<Record<string, unknown>>];
export interface Metadata {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/**
 * Does the work of tasks that call a service: the AWS SDK makes the call, at the endpoint and with the credentials that the
 * environment gives, and not at AWS unless that is allowed. The client is loaded when it is first needed.
 */
export function callService(service: SdkService, options: ServiceOptions, clock: Clock): Integration {
  let connection: Promise<Connection> | undefined;
  return {
    claims: (_, resource) => isOfService(service, resource) && resource.pattern !== 'sync',
    begin: beginComplete(service),
    perform: (task, resource) => {
      const parameters = parametersOf(task);
      if (!isOfService(service, resource)) throw new Error(`${service.client} has no resource of another service.`);
      return clock.external(async () => {
        const connected = await (connection ??= connect(service, options));
        return call(service, connected, actionName(resource), isOptimised(resource.service), parameters);
      });
    },
  };
}

async function connect(
  service: SdkService,
  { environment, region, load, allowAws = false }: ServiceOptions,
): Promise<Connection> {
  const module = await loadSdk(service.package, load);
  const Client = module[service.client] as new (options: object) => Client;
  const endpoint = endpointOf(service, environment);
  const client = new Client({ region, ...(endpoint !== undefined && { endpoint, ...service.atEndpoint }) });
  if (!allowAws) keepFromAws(client, service, endpoint);
  return [client, module];
}

async function call(
  service: SdkService,
  [client, module]: Connection,
  action: string,
  isOwn: boolean,
  parameters: JsonValue,
): Promise<JsonValue> {
  const method = client[action];
  if (typeof method !== 'function') {
    throw new FatalStatesError(ErrorName.runtime, `${service.package} has no action '${action}'.`);
  }
  const form = isOwn ? undefined : service.sdkForm;
  try {
    const input = toRequest(form?.toApi(parameters) ?? parameters, service);
    const { $metadata: metadata, ...response } = await method.call(client, input);
    if (isOwn) service.checkAnswer?.(response);
    const result = await fromAnswer(response, service);
    if (isOwn) return { ...result, ...describeCall(metadata?.requestId ?? '', metadata?.httpStatusCode ?? 200) };
    return form?.fromApi(result) ?? result;
  } catch (error) {
    throw error instanceof StatesError ? error : failure(error as Error & Metadata, service, isOwn, module);
  }
}

/** What went wrong, as a state sees it: `module` has a class for each error that the API declares. */
export function failure(
  error: Error & Metadata,
  service: SdkService,
  isOwn: boolean,
  module: Readonly<Record<string, unknown>>,
): StatesError {
  const { httpStatusCode: status, requestId = '' } = error.$metadata ?? {};
  const { message } = error;
  // No answer at all: the endpoint is not there.
  if (status === undefined) {
    const [own, sdk] = service.errorPrefix;
    return new StatesError(`${isOwn ? own : sdk}.SdkClientException`, `Unable to execute HTTP request: ${message}`);
  }
  const isDeclared = module[error.name] !== undefined;
  return serviceError(service, isOwn, { code: error.name, message, status, requestId, isDeclared });
}
