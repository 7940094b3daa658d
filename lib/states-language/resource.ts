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

const PARTITION = 'arn:aws(?:-[a-z]+)*';
const FUNCTION = new RegExp(`^${PARTITION}:lambda:[^:]*:[^:]*:function:[^:]+(?::[^:]+)?$`);
const ACTIVITY = new RegExp(`^${PARTITION}:states:[^:]+:\\d{12}:activity:[^:]{1,80}$`);
const SERVICE = new RegExp(`^${PARTITION}:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):([^.]+(?:\\.[^:]+(?::2)?)?)$`);

/** Reads a `Resource`; undefined when it is none that Step Functions knows the form of. */
export function parseResource(arn: string): Resource | undefined {
  if (FUNCTION.test(arn)) return { kind: 'function', arn };
  if (ACTIVITY.test(arn)) return { kind: 'activity', arn };
  const [, service, action] = SERVICE.exec(arn) ?? [];
  if (service === undefined || action === undefined || service === 'activity') return undefined;
  const pattern = action.endsWith('.waitForTaskToken') ? 'token' : /\.sync(:2)?$/.test(action) ? 'sync' : 'response';
  return { kind: 'service', service, action, pattern };
}
