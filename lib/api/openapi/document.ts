import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { ApiRoute } from '../api-routes.ts';
import { READ_EVERYWHERE, REQUEST_ID, SENT_HEADERS, type SentHeaderName } from './headers.ts';
import { OPERATIONS, type Operation, type ResponseType } from './operations.ts';
import { responseSchemas } from './response-schemas.ts';

/** Errors that any route may answer with: a mistake of the caller, one who may not, one of ours, and AWS when it is asked too often. */
const EVERYWHERE = [400, 403, 500, 503] as const;

/** AWS is asked too often, or cannot be reached: it may be told when to try again. */
const BUSY = 503;

const SAID: Readonly<Record<number, string>> = {
  400: 'The request is wrong; `details` has every mistake.',
  403: 'The caller, or the role of the API, may not do this.',
  404: 'There is no such task, step or template.',
  409: 'The task exists already; `task_uuid` says which it is.',
  413: 'The request is too large.',
  415: 'The body is not JSON.',
  422: 'The request is understood, and cannot be followed.',
  500: 'A mistake of the API; `request_id` finds it in its log.',
  501: 'This cannot be done here.',
  503: 'Step Functions cannot be reached, or is asked too often; `Retry-After` says when to try again.',
};

/** The OpenAPI document of the API. */
export function openApiDocument(): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const [route, operation] of Object.entries(OPERATIONS) as [ApiRoute, Operation][]) {
    const [method = '', path = ''] = route.split(' ');
    (paths[path] ??= {})[method.toLowerCase()] = describe(path, operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tasks on Step Functions',
      version: '1',
      description: "Tasker's REST API: creates tasks, tells how they and their steps stand, and keeps what failed.",
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { ...responseSchemas, ExactJson: exactJson },
      responses: Object.fromEntries(
        Object.entries(SAID).map(([status, description]) => [
          status,
          {
            description,
            headers: headersOf(status === String(BUSY) ? ['Retry-After'] : []),
            content: jsonOf(reference('ErrorBody')),
          },
        ]),
      ),
      parameters: Object.fromEntries(
        Object.entries(READ_EVERYWHERE).map(([name, header]) => [name, { name, in: 'header', ...header }]),
      ),
      headers: SENT_HEADERS,
    },
  };
}

function describe(
  path: string,
  { id, summary, query = {}, headers = {}, body, answer, errors }: Operation,
): JsonObject {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1 },
  }));
  const inQuery = Object.entries(query).map(([name, parameter]) => ({
    name,
    in: 'query',
    required: false,
    ...parameter,
  }));
  const inHeaders = Object.entries(headers).map(([name, parameter]) => ({ name, in: 'header', ...parameter }));
  const everywhere = Object.keys(READ_EVERYWHERE).map((name) => ({ $ref: `#/components/parameters/${name}` }));
  const parameters = [...inPath, ...inQuery, ...inHeaders, ...everywhere];
  const { status, description, type, isList, headers: sent = [] } = answer;
  const schema =
    type === undefined ? {} : isList === true ? { type: 'array', items: reference(type) } : reference(type);
  const statuses = [...new Set([...EVERYWHERE, ...errors])].sort((a, b) => a - b);
  return {
    operationId: id,
    summary,
    parameters,
    ...(body !== undefined && { requestBody: { required: true, content: jsonOf(inCommonWords(body)) } }),
    responses: {
      [status]: { description, headers: headersOf(sent), content: jsonOf(schema) },
      ...Object.fromEntries(statuses.map((each) => [each, { $ref: `#/components/responses/${each}` }])),
    },
  };
}

/** The headers of an answer, and those that every one has. */
function headersOf(names: readonly SentHeaderName[]): JsonObject {
  return Object.fromEntries([REQUEST_ID, ...names].map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** Any JSON that comes out as it went in: see `parseExactJson`. */
const exactJson: JsonObject = {
  description: 'Any JSON whose integers are exact in every language; larger ones are to be written as strings.',
  anyOf: [
    { type: ['null', 'boolean', 'string'] },
    { type: 'integer', minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
    { type: 'number', not: { type: 'integer' } },
    { type: 'array', items: { $ref: '#/components/schemas/ExactJson' } },
    { type: 'object', additionalProperties: { $ref: '#/components/schemas/ExactJson' } },
  ],
};

/** The schema of a body in words that other tools know: formats that take more than the common ones do, and numbers that are read exactly. */
function inCommonWords(schema: JsonObject): JsonObject {
  const said = JSON.stringify(schema).replaceAll('"iso-date-time"', '"date-time"');
  return JSON.parse(said, (_, value: JsonValue) => {
    const isOpen = isJsonObject(value) && value.type === 'object' && value.additionalProperties === undefined;
    return isOpen ? { ...value, additionalProperties: { $ref: '#/components/schemas/ExactJson' } } : value;
  }) as JsonObject;
}

function reference(type: ResponseType): JsonObject {
  return { $ref: `#/components/schemas/${type}` };
}

function jsonOf(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } };
}
