export type { JsonObject } from '../json.ts';
export { ApiError, type ApiErrorCode, type ErrorBody } from './api-error.ts';
export type { Violation } from '../schema/violation.ts';
export { createApi, type Api, type ApiOptions } from './create-api.ts';
export { CATALOGUE_FILE, MACHINES_VARIABLE, PREFIX_VARIABLE } from './lambda-environment.ts';
export type { ErrorLog, FailedRequest } from './log-error.ts';
export {
  describeTemplate,
  type CatalogueEntry,
  type StepDescription,
  type TemplateDescription,
} from './template-description.ts';
