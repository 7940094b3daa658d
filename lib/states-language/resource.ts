import { parseArn, splitArn, type ActivityArn } from './arn.ts';
import { Limit } from './limits.ts';

/** What the `Resource` of a Task state names. */
export type Resource =
  | { readonly kind: 'function'; readonly arn: string }
  | { readonly kind: 'activity'; readonly arn: string }
  | {
      readonly kind: 'service';
      /** As the history names it, such as `lambda` or `aws-sdk:s3`. */
      readonly service: string;
      /** With its pattern, such as `startExecution.sync`. */
      readonly action: string;
      readonly pattern: 'response' | 'sync' | 'token';
    };

const SERVICE = /^((?:aws-sdk:)?[^:]+):([^.]+(?:\.[^:]+(?::2)?)?)$/;

const known = new Map<string, Resource | undefined>();
/** Resources come from definitions, so there are few; a server that sees many starts over. */
const MOST_KNOWN = 1_000;

/** Reads a `Resource`; undefined when it is none that Step Functions knows the form of. */
export function parseResource(text: string): Resource | undefined {
  if (known.has(text)) return known.get(text);
  if (known.size >= MOST_KNOWN) known.clear();
  const resource = readResource(text);
  known.set(text, resource);
  return resource;
}

function readResource(text: string): Resource | undefined {
  const arn = parseArn(text);
  if (arn?.kind === 'function') return { kind: 'function', arn: text };
  if (arn?.kind === 'activity') return isActivity(arn) ? { kind: 'activity', arn: text } : undefined;
  const parts = splitArn(text);
  if (parts?.service !== 'states' || parts.type === 'activity') return undefined;
  const [, service, action] = SERVICE.exec([parts.type, ...parts.rest].join(':')) ?? [];
  if (service === undefined || action === undefined) return undefined;
  const pattern = action.endsWith('.waitForTaskToken') ? 'token' : /\.sync(:2)?$/.test(action) ? 'sync' : 'response';
  return { kind: 'service', service, action, pattern };
}

/** Whether an activity can be of this account, Region and name. */
function isActivity({ region, account, name }: ActivityArn): boolean {
  return region !== '' && /^\d{12}$/.test(account) && name.length <= Limit.resourceNameChars;
}
