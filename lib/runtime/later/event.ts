/** What few handlers ask their context for. They do not wait for it: it is loaded at once. */
export { decodeEvent, stepUuidOf, traceparentOf } from '../adapter/decode-event.ts';
export { paramsOfEvent } from '../params-of-event.ts';
