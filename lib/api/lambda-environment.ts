/**
 * Names the variable of the API's function that holds the ARN of the account's state machines up to their names, such as
 * `arn:aws:states:eu-central-1:123456789012:stateMachine:`.
 */
export const MACHINES_VARIABLE = 'TASKER_SFN_STATE_MACHINES';

/** Names the variable of the API's function that holds the prefix of its environment; absent where there is none. */
export const PREFIX_VARIABLE = 'TASKER_SFN_PREFIX';

/** The file beside the function's code that holds the `TemplateDescription`s, as a JSON array. */
export const CATALOGUE_FILE = 'catalogue.json';
