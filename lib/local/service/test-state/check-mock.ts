import type { State } from '../../../states-language/types.ts';
import type { JsonObject, JsonValue } from '../../../json.ts';
import { isArray, isObject } from '../../base/data.ts';
import { parseResource } from '../../../states-language/resource.ts';
import type { Member } from '../../tasks/aws-service.ts';
import { actionOf } from '../../tasks/aws-service.ts';
import { findService } from '../../tasks/aws-services.ts';
import { numberOf } from '../../base/exact-number.ts';

/** How closely a mocked result must be what the service answers. */
export type ValidationMode = 'STRICT' | 'PRESENT' | 'NONE';

/** What is wrong with the mocked result of a state; undefined when nothing is. */
export function mistakeInResult(state: State, result: JsonValue, mode: ValidationMode): string | undefined {
  switch (state.Type) {
    case 'Map':
      if (state.ResultWriter === undefined) return isArray(result) ? undefined : 'Mocked result must be an array.';
      return isObject(result) ? undefined : 'Mocked result must be a JSON object.';
    case 'Parallel':
      if (!isArray(result)) return 'Mocked result must be an array.';
      if (result.length === state.Branches.length) return undefined;
      return 'Mocked result must contain the same number of items as number of Parallel branches.';
    case 'Task': {
      const mistake = mode === 'NONE' ? undefined : mistakeInAnswer(state.Resource, result, mode);
      return mistake === undefined ? undefined : `Mock result schema validation error: ${mistake}`;
    }
    default:
      return undefined;
  }
}

/** What a task that waits for its token gets is what it is sent: only answers of services have a schema. */
function mistakeInAnswer(arn: string, result: JsonValue, mode: ValidationMode): string | undefined {
  const target = parseResource(arn);
  if (target?.kind !== 'service' || target.pattern === 'token' || !isObject(result)) return undefined;
  const service = findService(target);
  const action = service && actionOf(service, target);
  const schema = target.pattern === 'sync' ? action?.syncAnswer : action?.answer;
  return schema === undefined ? undefined : mistakeInMembers(result, schema, mode);
}

function mistakeInMembers(
  value: JsonObject,
  members: Readonly<Record<string, Member>>,
  mode: ValidationMode,
): string | undefined {
  for (const [name, member] of Object.entries(members)) {
    const given = value[name];
    if (given === undefined) {
      if (member.required === true && mode === 'STRICT') return `Required field '${name}' is missing`;
      continue;
    }
    const mistake = mistakeInMember(given, name, member, mode);
    if (mistake !== undefined) return mistake;
  }
  return undefined;
}

function mistakeInMember(value: JsonValue, name: string, member: Member, mode: ValidationMode): string | undefined {
  switch (member.type) {
    case 'string':
    case 'number':
      return typeof (numberOf(value) ?? value) === member.type ? undefined : `Field '${name}' must be a ${member.type}`;
    case 'object':
      if (!isObject(value)) return `Field '${name}' must be an object`;
      return mistakeInMembers(value, member.members ?? {}, mode);
    case 'array': {
      if (!isArray(value)) return `Field '${name}' must be an array`;
      const mistakes = value.map((item) =>
        isObject(item) ? mistakeInMembers(item, member.members ?? {}, mode) : undefined,
      );
      return mistakes.find((mistake) => mistake !== undefined);
    }
  }
}
