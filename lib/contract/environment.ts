/** The environment variable that names the bucket for results which are too large to travel through the state machine. */
export const RESULTS_BUCKET_VARIABLE = 'TASKER_SFN_RESULTS_BUCKET';
