import type { JsonObject } from '../../json.ts';
import { isObject } from '../base/data.ts';
import { checkTemplate } from './check-paths.ts';
import type { Problems } from './problem.ts';

/** Checks the role that a task is done with. Developer guide: "Accessing resources in other AWS accounts". */
export function checkCredentials(
  state: JsonObject,
  language: string | undefined,
  location: string,
  problems: Problems,
): void {
  const { Credentials: credentials } = state;
  if (credentials === undefined) return;
  if (!isObject(credentials)) return problems.schema(location, 'Expected value of type Object');
  const { RoleArn: roleArn } = credentials;
  const isDynamic = language !== 'JSONata' && credentials['RoleArn.$'] !== undefined;
  if (roleArn === undefined && !isDynamic) {
    return problems.schema(location, "The field 'RoleArn' is required but was missing");
  }
  if (roleArn !== undefined) problems.checkText(`${location}/RoleArn`, roleArn);
  if (language === 'JSONPath') checkTemplate(credentials, location, problems);
}
