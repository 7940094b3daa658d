/**
 * Names the variable of the API's function that holds the ARN of the account's state machines up to their names, such as
 * `arn:aws:states:eu-central-1:123456789012:stateMachine:`.
 */
export const MACHINES_VARIABLE = 'TASKER_SFN_STATE_MACHINES';

/** Names the variable of the API's function that holds the prefix of its environment; absent where there is none. */
export const PREFIX_VARIABLE = 'TASKER_SFN_PREFIX';

/** Names the variable of the API's function that tells it to read parked results from S3, by any value. */
export const RESULTS_VARIABLE = 'TASKER_SFN_READ_RESULTS';

/** Names the variable of the API's function that holds the claim of tokens by which namespaces are granted. */
export const CLAIM_VARIABLE = 'TASKER_SFN_NAMESPACE_CLAIM';

/** Names the variable of the API's function that holds the origins of pages that may read its answers, as JSON of `ApiCors`. */
export const CORS_VARIABLE = 'TASKER_SFN_CORS';

/** The file beside the function's code that holds the `TemplateDescription`s, as a JSON array. */
export const TEMPLATES_FILE = 'templates.json';
