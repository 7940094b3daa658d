import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { requestId } from 'hono/request-id';
import { TaskerClientError } from '../client/tasker-client-error.ts';
import type { TaskerClient } from '../client/tasker-client.ts';
import type { ApiEnv } from './api-env.ts';
import { answerTo, ApiError, isOurs } from './api-error.ts';
import { deadLetterRoutes } from './dead-letter-routes.ts';
import { ServedTemplates } from './served-templates.ts';
import { lambdaRequestId } from './lambda-request-id.ts';
import { isDevious, pathOf } from './namespace-path.ts';
import { logError, type ErrorLog } from './log-error.ts';
import type { ReadParked } from './step-result.ts';
import { TaskAccess, type Authorize } from './task-access.ts';
import { taskRoutes } from './task-routes.ts';
import { templateRoutes } from './template-routes.ts';
import type { ServedTemplate } from './template-description.ts';

/** What the API is made of. */
export interface ApiOptions {
  /** The calls to Step Functions that the routes make. */
  readonly client: TaskerClient;
  /** The templates that tasks can be made of. */
  readonly templates: readonly ServedTemplate[];
  /**
   * Takes what went wrong on our side.
   *
   * @default a line of JSON on stderr
   */
  readonly log?: ErrorLog;
  /**
   * Says who may create, read and cancel tasks, by namespace.
   *
   * @default everyone whom the server lets in may do everything
   */
  readonly authorize?: Authorize;
  /**
   * Reads parked results, for `GET /v1/tasks/{id}/workflow_steps/{step}/result`.
   *
   * @default a parked result is answered with 501, and where it lies
   */
  readonly readParked?: ReadParked;
  /**
   * Lets pages of other origins read the answers, where nothing before the API does.
   *
   * @default none
   */
  readonly cors?: ApiCors;
}

/** The pages of which origins may read the answers. */
export interface ApiCors {
  /** Origins such as `https://shop.example.com`; `*` for all. */
  readonly allowOrigins: readonly string[];
  /** Whether the browser may send cookies and the like along. @default false */
  readonly allowCredentials?: boolean;
}

/** The API: `fetch` answers a request. Lambda and the local server each wrap it in a few lines. */
export type Api = Hono<ApiEnv>;

/** Bytes of a body that are read at all. Precisely, the request as written to Step Functions may have 256 KiB. */
const MOST_BODY_BYTES = 1_048_576;

/**
 * Makes Tasker's REST API over a client.
 *
 * @example
 * ```ts
 * import { createApi } from 'tasker-sfn/api';
 * import { TaskerClient } from 'tasker-sfn/client';
 * const api = createApi({ client: new TaskerClient(), templates: [] });
 * const answer = await api.request('/health');
 * console.log(answer.status);
 * ```
 */
export function createApi({ client, templates, log = logError, authorize, readParked, cors: pages }: ApiOptions): Api {
  const api: Api = new Hono<ApiEnv>({ getPath: pathOf });
  const served = new ServedTemplates(templates);
  const access = new TaskAccess(client, authorize);
  const tooLarge = () => {
    throw new ApiError('PAYLOAD_TOO_LARGE', `The body is larger than ${MOST_BODY_BYTES} bytes.`);
  };

  if (pages !== undefined) api.use(allowPages(pages));
  api.use(requestId({ generator: lambdaRequestId }));
  api.use(
    methodNotAllowed({
      app: api,
      onMethodNotAllowed: (c, methods) => {
        const allowed = methods.join(', ');
        const error = new ApiError('METHOD_NOT_ALLOWED', `${c.req.method} is not allowed here; allowed: ${allowed}.`);
        const { status, body } = answerTo(error, c.get('requestId'));
        return c.json(body, status, { Allow: allowed });
      },
    }),
  );
  api.use(async (c, next) => {
    if (isDevious(c.env)) throw new ApiError('BAD_REQUEST', 'The path may not have "." or ".." as a part.');
    await next();
  });
  api.use(bodyLimit({ maxSize: MOST_BODY_BYTES, onError: tooLarge }));

  api.get('/health', async (c) => c.json(await client.health()));
  // Few ask for it, and it is large.
  api.get('/openapi.json', async (c) => c.json((await import('./openapi/document.ts')).openApiDocument()));
  api.route('/v1/tasks', taskRoutes({ client, served, access, readParked }));
  api.route('/v1/dlq', deadLetterRoutes(client, access));
  api.route('/v1/templates', templateRoutes(served, access));

  api.notFound((c) => {
    const error = new ApiError('NOT_FOUND', `There is nothing at ${c.req.path}.`);
    return c.json(answerTo(error, c.get('requestId')).body, 404);
  });
  api.onError((error, c) => {
    const request = c.get('requestId');
    const { status, body } = answerTo(error, request);
    if (isOurs(body)) log({ requestId: request, method: c.req.method, path: c.req.path, error });
    const wait = error instanceof TaskerClientError ? error.retryAfterSeconds : undefined;
    return c.json(body, status, wait === undefined ? {} : { 'Retry-After': String(wait) });
  });
  return api;
}

/** Headers of answers that pages may read. */
export const EXPOSED_HEADERS: readonly string[] = [
  'Link',
  'Location',
  'Retry-After',
  'X-Correlation-Id',
  'X-Request-Id',
];

function allowPages({ allowOrigins, allowCredentials = false }: ApiCors) {
  return cors({
    origin: allowOrigins.includes('*') ? '*' : [...allowOrigins],
    credentials: allowCredentials,
    exposeHeaders: [...EXPOSED_HEADERS],
  });
}
