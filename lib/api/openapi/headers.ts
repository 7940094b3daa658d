import type { JsonObject } from '../../json.ts';

/** A header that callers may send. */
interface ReadHeader {
  readonly description: string;
  readonly schema: JsonObject;
}

/** What a header of an answer tells. */
interface SentHeader {
  readonly description: string;
  readonly schema: JsonObject;
  /** Whether every answer of which it is told has it. */
  readonly required: boolean;
}

/** The id of a request: each may have one, and each answer tells it. */
export const REQUEST_ID = 'X-Request-Id';

/** What callers may send of any request: no answer depends on it. */
export const READ_EVERYWHERE: Readonly<Record<string, ReadHeader>> = {
  [REQUEST_ID]: {
    description: 'The id of the request. One that is no word of letters, digits, "_", "-" and "=" is replaced.',
    schema: { type: 'string' },
  },
};

/** Headers of answers. Pages of other origins may read them all: see `EXPOSED_HEADERS`. */
export const SENT_HEADERS = {
  [REQUEST_ID]: {
    description: "The caller's id of the request, or API Gateway's: errors have it too, as `request_id`.",
    schema: { type: 'string' },
    required: true,
  },
  'X-Correlation-Id': {
    description: 'What ties the task to others of one cause.',
    schema: { type: 'string' },
    required: true,
  },
  Location: {
    description: 'The path of the task.',
    schema: { type: 'string', format: 'uri-reference' },
    required: true,
  },
  Link: {
    description: 'Leads to the next page (`rel="next"`), where one may follow.',
    schema: { type: 'string' },
    required: false,
  },
  'Retry-After': {
    description: 'So many seconds are to pass before the next try.',
    schema: { type: 'string' },
    required: false,
  },
} as const satisfies Readonly<Record<string, SentHeader>>;

export type SentHeaderName = keyof typeof SENT_HEADERS;
