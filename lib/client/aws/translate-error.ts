import { isThrottled } from './patient-step-functions.ts';
import { TaskerClientError, type TaskerErrorCode } from '../tasker-client-error.ts';

/** Error names of the Step Functions API and of the SDK that mean more than "something failed". */
const CODES: Readonly<Record<string, TaskerErrorCode>> = {
  ExecutionDoesNotExist: 'NOT_FOUND',
  StateMachineDoesNotExist: 'NOT_FOUND',
  ExecutionAlreadyExists: 'CONFLICT',
  StateMachineDeleting: 'CONFLICT',
  InvalidArn: 'BAD_REQUEST',
  InvalidName: 'BAD_REQUEST',
  InvalidExecutionInput: 'BAD_REQUEST',
  ValidationException: 'BAD_REQUEST',
  AccessDeniedException: 'FORBIDDEN',
  KmsAccessDeniedException: 'FORBIDDEN',
  CredentialsProviderError: 'UNAUTHORIZED',
  ExpiredTokenException: 'UNAUTHORIZED',
  InvalidSignatureException: 'UNAUTHORIZED',
  UnrecognizedClientException: 'UNAUTHORIZED',
  ExecutionLimitExceeded: 'SERVICE_UNAVAILABLE',
  ServiceUnavailable: 'SERVICE_UNAVAILABLE',
  ThrottlingException: 'SERVICE_UNAVAILABLE',
  RequestLimitExceeded: 'SERVICE_UNAVAILABLE',
  TooManyRequestsException: 'SERVICE_UNAVAILABLE',
  KmsThrottlingException: 'SERVICE_UNAVAILABLE',
  KmsInvalidStateException: 'SERVICE_UNAVAILABLE',
  TimeoutError: 'SERVICE_UNAVAILABLE',
};

/** Whether AWS says that we may not do something. */
export function isRefusal(error: unknown): boolean {
  return CODES[(error as { readonly name?: string }).name ?? ''] === 'FORBIDDEN';
}

/** What the SDK says, in an error that has neither a name nor a code of its own. */
const NO_REGION = 'Region is missing';

/** The client has waited already: the buckets of AWS want some more time. */
const RETRY_AFTER_SECONDS = 5;

/** Makes a failed call to Step Functions a {@link TaskerClientError}; the original stays its `cause`. */
export function translateError(error: unknown): TaskerClientError {
  if (error instanceof TaskerClientError) return error;
  const { name, message, code } = error as { name?: string; message?: string; code?: string };
  // System errors such as ECONNREFUSED have a code; the service has none of that spelling.
  const isNetwork = code !== undefined && /^E[A-Z_]+$/.test(code);
  const unnamed = isNetwork ? 'SERVICE_UNAVAILABLE' : message === NO_REGION ? 'NO_REGION' : 'INTERNAL_ERROR';
  const translated = CODES[name ?? ''] ?? unnamed;
  const text = message || code || 'The call to Step Functions failed';
  // The name of an error of AWS is worth looking up; that every error is one is not.
  const named = name === undefined || name === 'Error' ? '' : ` (${name})`;
  return new TaskerClientError(translated, `${text.replace(/\.$/, '')}${named}.`, {
    cause: error,
    ...(isThrottled(error) && { retryAfterSeconds: RETRY_AFTER_SECONDS }),
  });
}
