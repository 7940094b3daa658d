import { isJsonObject } from '../../json.ts';
import type { Bundling } from '../../languages/index.ts';
import { UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { readJsonFlag } from '../read-json.ts';

const LOADERS: readonly string[] = ['text', 'json', 'binary', 'base64', 'dataurl', 'empty'];

type Check = readonly [holds: (value: unknown) => boolean, what: string];

const isTexts = (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'string');
const TEXTS: Check = [isTexts, 'a list of strings'];

const FIELDS: Readonly<Record<keyof Bundling, Check>> = {
  external: TEXTS,
  nodeModules: TEXTS,
  files: TEXTS,
  metrics: [(value) => typeof value === 'boolean', 'true or false'],
  loader: [
    (value) => isJsonObject(value) && Object.values(value).every((each) => LOADERS.includes(each as string)),
    `an object of extensions, each with one of ${LOADERS.join(', ')}`,
  ],
};

/** Reads `--bundling`: JSON, or `@file`. */
export function readBundling(given: string | undefined, io: CliIo): Bundling | undefined {
  if (given === undefined) return undefined;
  const value = readJsonFlag('--bundling', given, io);
  const names = Object.keys(FIELDS);
  if (!isJsonObject(value)) throw new UsageError(`--bundling must be a JSON object with ${names.join(', ')}.`);
  for (const [name, field] of Object.entries(value)) {
    if (!isField(name)) throw new UsageError(`--bundling has no "${name}". It may have ${names.join(', ')}.`);
    const [holds, what] = FIELDS[name];
    if (!holds(field)) throw new UsageError(`"${name}" of --bundling must be ${what}.`);
  }
  return value;
}

function isField(name: string): name is keyof Bundling {
  return Object.hasOwn(FIELDS, name);
}
