import type { JsonObject } from '../../../json.ts';
import { StatesError } from '../../base/states-error.ts';
import type { SdkService } from '../aws-service.ts';

/** What an optimised integration tells of the call, beside the members of the answer. */
export function describeCall(requestId: string, status: number): JsonObject {
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: { 'x-amzn-RequestId': [requestId] },
      HttpHeaders: { 'x-amzn-RequestId': requestId },
      HttpStatusCode: status,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}

/** An error answer of a service. */
export interface ServiceFailure {
  /** As the service names it, such as `ValidationException`. */
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly requestId: string;
  /** Whether the API declares the error. Step Functions gives all others the one name that the service's client has for them. */
  readonly isDeclared: boolean;
}

/** The error that a task fails with; its optimised integration (`isOwn`) names it otherwise than its AWS SDK integration. */
export function serviceError(service: SdkService, isOwn: boolean, failure: ServiceFailure): StatesError {
  const { code, message, status, requestId, isDeclared } = failure;
  const [own, sdk] = service.errorPrefix;
  const declared = code.endsWith('Exception') ? code : `${code}Exception`;
  if (isOwn) {
    const name = isDeclared ? declared : `Amazon${own}Exception`;
    const where = `(Service: ${service.ownName}; Status Code: ${String(status)}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`;
    return new StatesError(`${own}.${name}`, `${message} ${where}`);
  }
  const where = `(Service: ${sdk}, Status Code: ${String(status)}, Request ID: ${requestId})`;
  return new StatesError(`${sdk}.${isDeclared ? declared : `${sdk}Exception`}`, `${message} ${where}`);
}
