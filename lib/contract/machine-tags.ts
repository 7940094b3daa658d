/**
 * The tag of a state machine that says where its functions park results: the name of a bucket, or on a developer's machine the
 * `file:` URL of a folder. What operators note on its tasks lies there, too.
 */
export const RESULTS_TAG = 'tasker:results';

/** How the tags of a state machine begin that name the log groups of its functions. */
export const LOGS_TAG = 'tasker:logs';
