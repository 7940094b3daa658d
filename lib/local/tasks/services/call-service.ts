import type { JsonObject, JsonValue } from '../../../contract/json.ts';
import { isObject } from '../../base/data.ts';
import { parseResource } from '../../../states-language/resource.ts';
import { ErrorName, FatalStatesError, StatesError } from '../../base/states-error.ts';
import type { TaskInvoker } from '../../engine/task/task-invoker.ts';
import type { AwsService } from './aws-services.ts';
import { toApiTypeNames, toSdkTypeNames } from './attribute-names.ts';
import { findService } from './aws-services.ts';
import type { LoadPackage } from './load-sdk.ts';
import { loadSdk } from './load-sdk.ts';
import { describeCall, serviceError } from './service-answer.ts';

/** How the services are reached. */
export interface ServiceOptions {
  /** Endpoints, under the names that Step Functions Local has for them, such as `SQS_ENDPOINT`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly region: string;
  /** Loads a package of the AWS SDK. @default import */
  readonly load?: LoadPackage;
}

type Method = (input: unknown) => Promise<Metadata>;
type Client = Readonly<Record<string, Method | undefined>>;
/** The client of a service, and the package that it comes from. */
type Connection = readonly [Client, Readonly<Record<string, unknown>>];
interface Metadata {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/**
 * Does the work of tasks that call DynamoDB, SQS, SNS, EventBridge, S3 or Step Functions: the AWS SDK makes the call, at the
 * endpoint and with the credentials that the environment gives. A client is loaded when it is first needed.
 */
export function serviceInvoker({ environment, region, load }: ServiceOptions): TaskInvoker {
  const clients = new Map<AwsService, Promise<Connection>>();
  const connect = async (service: AwsService): Promise<Connection> => {
    const module = await loadSdk(service.package, load);
    const Client = module[service.client] as new (options: object) => Client;
    const endpoint = environment[service.endpointVariable];
    return [new Client({ region, ...(endpoint !== undefined && { endpoint }) }), module];
  };

  return async ({ resource, parameters }) => {
    const target = parseResource(resource);
    const service = target?.kind === 'service' ? findService(target.service) : undefined;
    if (target?.kind !== 'service' || service === undefined || target.pattern === 'sync') {
      throw new FatalStatesError(
        ErrorName.runtime,
        `The local service cannot call '${resource}'. A mock configuration can answer in its place.`,
      );
    }
    let connection = clients.get(service);
    if (connection === undefined) clients.set(service, (connection = connect(service)));
    const [client, module] = await connection;
    const action = target.action.replace(/\..*$/, '');
    const method = client[action];
    if (typeof method !== 'function') {
      throw new FatalStatesError(ErrorName.runtime, `${service.package} has no action '${action}'.`);
    }
    const isOwn = !target.service.startsWith('aws-sdk:');
    try {
      const hasSdkNames = !isOwn && service.hasAttributes === true;
      const input = toInput(hasSdkNames ? toApiTypeNames(parameters) : parameters, service);
      const { $metadata: metadata, ...response } = await method.call(client, input);
      if (isOwn) checkEntries(response);
      const result = toJson(response, service);
      if (isOwn) return { ...result, ...describeCall(metadata?.requestId ?? '', metadata?.httpStatusCode ?? 200) };
      return hasSdkNames ? toSdkTypeNames(result) : result;
    } catch (error) {
      throw error instanceof StatesError ? error : failure(error as Error & Metadata, service, isOwn, module);
    }
  };
}

/** What a state sends, in the form of the API. */
function toInput(value: JsonValue, service: AwsService): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => toInput(item, service));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const name = service.isCamelCase === true ? key.charAt(0).toLowerCase() + key.slice(1) : key;
      const isText = service.textMembers.includes(name) && typeof member !== 'string';
      return [name, isText ? JSON.stringify(member) : toInput(member, service)];
    }),
  );
}

/** What the API answers, in the form that a state sees. */
function toJson(response: object, { isCamelCase }: AwsService): JsonObject {
  const text = JSON.stringify(response, (_, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    if (isCamelCase !== true || !isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [capitalized(key), member]));
  });
  return JSON.parse(text) as JsonObject;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** EventBridge answers with success although it refused an event: the integration makes an error of it. */
function checkEntries(response: { readonly FailedEntryCount?: number; readonly Entries?: unknown }): void {
  if ((response.FailedEntryCount ?? 0) === 0) return;
  throw new StatesError('EventBridge.FailedEntry', JSON.stringify(response));
}

/** What went wrong, as a state sees it: `module` has a class for each error that the API declares. */
function failure(
  error: Error & Metadata,
  service: AwsService,
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
