import { ownMember } from '../../../lookup.ts';
import type { State } from '../../../states-language/types.ts';
import type { JsonValue } from '../../../json.ts';
import { isObject } from '../../base/data.ts';
import { parseResource } from '../../../states-language/resource.ts';

type Kind = 'string' | 'number' | 'any';

/** What a context object may hold. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  Execution: {
    Id: 'string',
    Input: 'any',
    Name: 'string',
    RoleArn: 'string',
    StartTime: 'string',
    RedriveCount: 'number',
    RedriveTime: 'string',
  },
  State: { Name: 'string', EnteredTime: 'string', RetryCount: 'number' },
  StateMachine: { Id: 'string', Name: 'string' },
  Task: { Token: 'string' },
};

/** What is wrong with the context object that a test gives; undefined when nothing is. */
export function mistakeInContext(context: JsonValue | undefined, state: State): string | undefined {
  if (!isObject(context)) return 'It must be a JSON object';
  for (const [part, members] of Object.entries(context)) {
    if (part === 'Map') return "'Map' field is not supported when mocking a Context object";
    const fields = FIELDS[part];
    if (fields === undefined) return `Field '${part}' is not allowed`;
    if (!isObject(members)) return `${part} must be an object`;
    const mistake = mistakeInPart(part, members, fields);
    if (mistake !== undefined) return mistake;
  }
  if (context['Task'] === undefined || waits(state)) return undefined;
  return "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern";
}

function mistakeInPart(
  part: string,
  members: Readonly<Record<string, JsonValue>>,
  fields: Readonly<Record<string, Kind>>,
): string | undefined {
  for (const [name, value] of Object.entries(members)) {
    const kind = ownMember(fields, name);
    if (kind === undefined) return `Field '${name}' is not allowed`;
    if (kind !== 'any' && typeof value !== kind) return `${part}.${name} must be a ${kind}`;
  }
  return undefined;
}

/** Whether a state is a task that goes on after its service has answered. */
export function waits(state: State): boolean {
  const resource = state.Type === 'Task' ? parseResource(state.Resource) : undefined;
  return resource?.kind === 'service' && resource.pattern !== 'response';
}
