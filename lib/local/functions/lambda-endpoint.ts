import type { LambdaFunction } from './lambda-function.ts';
import { remote } from './lambda-function.ts';
import { StatesError } from '../base/states-error.ts';
import { parseData, printData } from '../base/json-text.ts';

/**
 * The functions behind a Lambda endpoint, such as SAM's or LocalStack's, in the form that `lambdaInvoker` asks for.
 *
 * @example
 * ```ts
 * import { lambdaEndpoint, lambdaInvoker, realClock } from 'tasker-sfn/local';
 * const invoke = lambdaInvoker(lambdaEndpoint('http://127.0.0.1:3001'), realClock());
 * ```
 */
export function lambdaEndpoint(endpoint: string): (nameOrArn: string) => LambdaFunction {
  return (nameOrArn) =>
    remote(async (event) => {
      const url = new URL(`/2015-03-31/functions/${encodeURIComponent(nameOrArn)}/invocations`, endpoint);
      let response: Response;
      try {
        response = await fetch(url, { method: 'POST', body: printData(event) });
      } catch (error) {
        const { message, cause } = error as Error;
        const reason = cause instanceof Error ? cause.message : message;
        throw new StatesError('Lambda.SdkClientException', `Unable to execute HTTP request to ${endpoint}: ${reason}`);
      }
      const text = await response.text();
      if (!response.ok) throw serviceError(response, text);
      const value = parseData(text === '' ? 'null' : text);
      if (response.headers.get('x-amz-function-error') === null) return value;
      throw new StatesError((value as { errorType?: string } | null)?.errorType ?? 'Lambda.Unknown', text);
    });
}

function serviceError({ status, headers }: Response, body: string): StatesError {
  const code =
    headers.get('x-amzn-errortype')?.split(':')[0] ?? (status >= 500 ? 'ServiceException' : 'AWSLambdaException');
  const name = code.endsWith('Exception') ? code : `${code}Exception`;
  const requestId = headers.get('x-amzn-requestid') ?? 'none';
  return new StatesError(
    `Lambda.${name}`,
    `${messageOf(body)} (Service: AWSLambda; Status Code: ${String(status)}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
  );
}

function messageOf(body: string): string {
  try {
    const { Message, message } = JSON.parse(body) as { readonly Message?: string; readonly message?: string };
    return Message ?? message ?? body;
  } catch {
    return body;
  }
}
