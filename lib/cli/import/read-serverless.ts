import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isCollection, parseDocument, type ScalarTag, type CollectionTag } from 'yaml';
import type { JsonObject, JsonValue } from '../../json.ts';
import { isJsonObject } from '../../json.ts';
import { listOf } from '../../diagnostics/wording.ts';
import { UsageError } from '../exit-code.ts';

/** The state machine of a serverless file that is imported. */
export interface ServerlessMachine {
  /** Its key under `stepFunctions.stateMachines`. */
  readonly key: string;
  /** Where it stands in the file, as a location; undefined where it is another file. */
  readonly location: string | undefined;
  readonly definition: JsonObject;
  /** The file that holds the definition, where it is `${file(…)}`. */
  readonly file?: string;
}

/** Finds a state machine in the `stepFunctions` part of a serverless file. @throws UsageError when there is none, or several */
export function readServerless(text: string, path: string, wanted: string | undefined, cwd: string): ServerlessMachine {
  const document = parseDocument(text, { customTags: CLOUD_FORMATION, logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) throw new UsageError(`"${path}" is not valid YAML: ${error.message.split('\n')[0] ?? ''}`);
  const root = document.toJS() as JsonValue;
  const part = isJsonObject(root) ? root['stepFunctions'] : undefined;
  const machines = isJsonObject(part) ? part['stateMachines'] : undefined;
  if (!isJsonObject(machines) || Object.keys(machines).length === 0) {
    throw new UsageError(`"${path}" has no state machines under stepFunctions.stateMachines.`);
  }
  const keys = Object.keys(machines);
  const key = wanted ?? (keys.length === 1 ? keys[0] : undefined);
  if (key === undefined) {
    throw new UsageError(`"${path}" has several state machines. Name one with --machine: ${listOf(keys, 'or')}.`);
  }
  const machine = machines[key];
  if (!isJsonObject(machine))
    throw new UsageError(`"${path}" has no state machine "${key}". It has ${listOf(keys, 'and')}.`);
  const { definition } = machine;
  const file = typeof definition === 'string' ? /^\$\{file\(([^)]+)\)\}$/.exec(definition.trim())?.[1] : undefined;
  if (file !== undefined) {
    const beside = join(dirname(path), file);
    if (!existsSync(join(cwd, beside)) && !existsSync(beside))
      throw new UsageError(`"${path}" names the definition "${file}", but there is no such file.`);
    return { key, location: undefined, definition: {}, file: beside };
  }
  if (!isJsonObject(definition))
    throw new UsageError(`The definition of "${key}" in "${path}" is neither a mapping nor a \${file(…)}.`);
  const functions = isJsonObject(root) && isJsonObject(root['functions']) ? root['functions'] : {};
  return {
    key,
    location: `/stepFunctions/stateMachines/${key}/definition`,
    definition: resolved(definition, functions) as JsonObject,
  };
}

/** References to functions of the file become the functions' names and handlers: enough for a comment. */
function resolved(value: JsonValue, functions: JsonObject): JsonValue {
  if (Array.isArray(value)) return value.map((each: JsonValue) => resolved(each, functions));
  if (!isJsonObject(value)) return value;
  const reference =
    value['Fn::GetAtt'] ?? value['Ref'] ?? value['Fn::Sub'] ?? value['Fn::Join'] ?? value['Fn::ImportValue'];
  if (reference === undefined || Object.keys(value).length !== 1) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, functions)]));
  }
  const name =
    typeof reference === 'string'
      ? reference
      : Array.isArray(reference)
        ? String(reference[0])
        : JSON.stringify(reference);
  const known = functions[name] ?? functions[name.replace(/LambdaFunction$/, '')];
  const handler = isJsonObject(known) && typeof known['handler'] === 'string' ? ` (${known['handler']})` : '';
  return `${name}${handler}`;
}

/** The short forms of CloudFormation's functions. */
const CLOUD_FORMATION: (ScalarTag | CollectionTag)[] = [
  { tag: '!GetAtt', resolve: (text) => ({ 'Fn::GetAtt': text.split('.') }) },
  { tag: '!Ref', resolve: (text) => ({ Ref: text }) },
  { tag: '!Sub', resolve: (text) => ({ 'Fn::Sub': text }) },
  { tag: '!ImportValue', resolve: (text) => ({ 'Fn::ImportValue': text }) },
  { tag: '!GetAtt', collection: 'seq', resolve: (list) => ({ 'Fn::GetAtt': plain(list) }) },
  { tag: '!Join', collection: 'seq', resolve: (list) => ({ 'Fn::Join': plain(list) }) },
];

function plain(list: object): unknown {
  return isCollection(list) ? list.toJSON() : list;
}
