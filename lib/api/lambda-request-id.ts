import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { LambdaContext } from 'hono/aws-lambda';

/** The id that API Gateway or Lambda gave the request; a new one where neither did. */
export function lambdaRequestId(c: Context): string {
  const env = (c.env ?? {}) as {
    readonly requestContext?: { readonly requestId?: string };
    readonly lambdaContext?: LambdaContext;
  };
  return env.requestContext?.requestId ?? env.lambdaContext?.awsRequestId ?? randomUUID();
}
