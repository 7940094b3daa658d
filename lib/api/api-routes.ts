/** Every route of the API, as API Gateway writes them. */
export const API_ROUTES = [
  'GET /health',
  'GET /openapi.json',
  'GET /v1/tasks',
  'POST /v1/tasks',
  'GET /v1/tasks/{id}',
  'DELETE /v1/tasks/{id}',
  'GET /v1/tasks/{id}/logs',
  'GET /v1/tasks/{id}/workflow_steps',
  'GET /v1/tasks/{id}/workflow_steps/{step}',
  'PATCH /v1/tasks/{id}/workflow_steps/{step}',
  'GET /v1/tasks/{id}/workflow_steps/{step}/result',
  'GET /v1/tasks/{id}/workflow_steps/{step}/audit',
  'GET /v1/dlq',
  'GET /v1/dlq/stats',
  'GET /v1/dlq/investigation-queue',
  'GET /v1/dlq/staleness',
  'GET /v1/dlq/task/{id}',
  'PATCH /v1/dlq/entry/{id}',
  'GET /v1/templates',
  'GET /v1/templates/{namespace}/{name}/{version}',
] as const;

/** A route of the API, such as `GET /v1/tasks/{id}`. */
export type ApiRoute = (typeof API_ROUTES)[number];
