import type { JsonObject, JsonValue } from '../../../json.ts';
import { ownMember } from '../../../lookup.ts';
import type { Resource } from '../../../states-language/resource.ts';
import { isArray, isObject } from '../../base/data.ts';
import type { Problems } from '../problem.ts';
import { INTEGRATIONS } from './integrations.ts';
import type { Members, Structure } from './sdk-actions.ts';
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
  for (const place of ['Parameters', 'Arguments']) checkSent(state[place], fields, `${location}/${place}`, problems);
}

/** Checks the members of an object that is sent, and those of the objects in it. */
function checkSent(sent: JsonValue | undefined, members: Members, location: string, problems: Problems): void {
  if (!isObject(sent)) return;
  for (const [field, value] of Object.entries(sent)) {
    // Those whose value comes from a path are looked at when the state runs.
    if (field.endsWith('.$')) continue;
    if (!members.has(field)) problems.schema(location, `The field "${field}" is not supported by Step Functions`);
    const structure = members.get(field);
    if (structure !== undefined) checkHeld(value, structure, structure.inside, `${location}/${field}`, problems);
  }
}

/** Checks the objects that a member holds, through the lists and maps they lie in. */
function checkHeld(
  value: JsonValue,
  structure: Structure,
  [outer, ...inner]: Structure['inside'],
  location: string,
  problems: Problems,
): void {
  if (outer === undefined) return checkSent(value, structure.members(), location, problems);
  if (outer === 'list' && isArray(value)) {
    for (const [index, item] of value.entries()) {
      checkHeld(item, structure, inner, `${location}[${String(index)}]`, problems);
    }
  } else if (outer === 'map' && isObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (!key.endsWith('.$')) checkHeld(member, structure, inner, `${location}/${key}`, problems);
    }
  }
}

/** The fields of an action; undefined where there is no such action, or not in this way. */
type Fields = Members | 'any' | undefined;

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
