/** The environment variable that names the bucket for results which are too large to travel through the state machine. */
export const RESULTS_BUCKET_VARIABLE = 'TASKER_SFN_RESULTS_BUCKET';
/**
 * The environment variable that names the bus for domain events: the name or ARN of an EventBridge bus, or the `file:` URL of a
 * file that gets a line for each event.
 */
export const EVENT_BUS_VARIABLE = 'TASKER_SFN_EVENT_BUS';
