import type { JsonObject } from '../../../json.ts';
import { ownMember } from '../../../lookup.ts';
import type { Resource } from '../../../states-language/resource.ts';
import { isObject } from '../../base/data.ts';
import type { Problems } from '../problem.ts';
import { INTEGRATIONS } from './integrations.ts';
import { sdkActionsOf } from './sdk-actions.ts';

const AWS_SDK = 'aws-sdk:';

/** Checks that Step Functions can call a service so, and that its API has the fields that are sent. */
export function checkService(
  { service, action }: Resource & { kind: 'service' },
  arn: string,
  state: JsonObject,
  location: string,
  problems: Problems,
): void {
  const [, name = action, pattern = ''] = /^([^.]+)(?:\.(.*))?$/.exec(action) ?? [];
  const fields = service.startsWith(AWS_SDK)
    ? sdkFields(service.slice(AWS_SDK.length), name, pattern)
    : integratedFields(service, name, pattern);
  if (fields === undefined) return unrecognized(arn, location, problems);
  if (fields === 'any') return;
  for (const place of ['Parameters', 'Arguments']) {
    const sent = state[place];
    if (!isObject(sent)) continue;
    for (const field of Object.keys(sent)) {
      // Those whose value comes from a path are looked at when the state runs.
      if (field.endsWith('.$') || fields.has(field)) continue;
      problems.schema(`${location}/${place}`, `The field "${field}" is not supported by Step Functions`);
    }
  }
}

/** The fields of an action; undefined where there is no such action, or not in this way. */
type Fields = ReadonlySet<string> | 'any' | undefined;

function integratedFields(service: string, name: string, pattern: string): Fields {
  const action = ownMember(ownMember(INTEGRATIONS, service) ?? {}, name);
  if (action === undefined || !action.patterns.some((each) => each === pattern)) return undefined;
  return action.api === undefined ? 'any' : (sdkFields(action.api, name, '') ?? 'any');
}

function sdkFields(service: string, name: string, pattern: string): Fields {
  const actions = sdkActionsOf(service);
  if (actions === undefined || (pattern !== '' && pattern !== 'waitForTaskToken')) return undefined;
  return actions === 'unknown' ? 'any' : actions.get(name);
}

function unrecognized(arn: string, location: string, problems: Problems): void {
  problems.schema(
    `${location}/Resource`,
    `The resource provided ${arn} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
  );
}
