export type { JsonObject } from '../json.ts';
export { ApiError, type ApiErrorCode, type ErrorBody } from './api-error.ts';
export type { Violation } from '../schema/violation.ts';
export { createApi, EXPOSED_HEADERS, type Api, type ApiCors, type ApiOptions } from './create-api.ts';
export {
  TEMPLATES_FILE,
  CLAIM_VARIABLE,
  CORS_VARIABLE,
  MACHINES_VARIABLE,
  PREFIX_VARIABLE,
  RESULTS_VARIABLE,
} from './lambda-environment.ts';
export { API_ROUTES, type ApiRoute } from './api-routes.ts';
export { requestLimitOf } from './request-limit.ts';
export { byNamespaceClaim } from './namespace-claim.ts';
export type { ReadParked } from './step-result.ts';
export type { AccessRequest, Action, Authorize } from './task-access.ts';
export type { ErrorLog, FailedRequest } from './log-error.ts';
export {
  describeTemplate,
  type ServedTemplate,
  type StepDescription,
  type TemplateDescription,
} from './template-description.ts';
