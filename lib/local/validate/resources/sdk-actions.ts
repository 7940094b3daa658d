import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { memberName } from '../../base/member-name.ts';

/** What is known of an AWS API: the members of each action's input, as a state names them. */
export interface SdkActions {
  /** Undefined where there is no such action. */
  get(action: string): Members | undefined;
}

/** The members of a structure, by the names that a state has for them. */
export type Members = ReadonlyMap<string, Structure | undefined>;

/** The structure that a member holds: alone, or in lists and maps, from the outermost on. */
export interface Structure {
  readonly inside: readonly ('list' | 'map')[];
  members(): Members;
}

/** Services that Step Functions calls, though the SDK has them no longer: nothing is known of their actions. */
const RETIRED: readonly string[] = [
  ...['apptest', 'elasticinference', 'elastictranscoder', 'evidently', 'honeycode', 'iotanalytics', 'iotfleethub'],
  ...['lookoutmetrics', 'lookoutvision', 'opsworks', 'opsworkscm', 'privatenetworks', 'qldb', 'qldbsession'],
  ...['robomaker', 'sms'],
];

/** The lines of each service; null where this module was bundled without the table. */
let table: ReadonlyMap<string, string> | null | undefined;
const read = new Map<string, SdkActions | undefined>();

/**
 * The actions of a service by the name that Step Functions has for it, such as `dynamodb`. Undefined where there is no such
 * service; 'unknown' where nothing is known of it. The table is read when somebody first asks.
 */
export function sdkActionsOf(service: string): SdkActions | undefined | 'unknown' {
  if (RETIRED.includes(service)) return 'unknown';
  table ??= readTable();
  if (table === null) return 'unknown';
  if (!read.has(service)) read.set(service, parse(table.get(service)));
  return read.get(service);
}

function parse(lines: string | undefined): SdkActions | undefined {
  if (lines === undefined) return undefined;
  const written = new Map(lines.split('\n').map((line) => [line.replace(/ .*$/, ''), line] as const));
  const parsed = new Map<string, Members>();
  const membersOf = (name: string): Members | undefined => {
    const line = written.get(name);
    if (line === undefined || parsed.has(name)) return parsed.get(name);
    const members = line
      .split(' ')
      .slice(1)
      .flatMap((member) => readMember(member, (number) => membersOf(number)));
    parsed.set(name, new Map(members));
    return parsed.get(name);
  };
  // The lines of structures have numbers for names.
  return { get: (action) => (/^\d/.test(action) ? undefined : membersOf(action)) };
}

/** A member by each of its names; `find` is asked for the members of a structure. */
function readMember(
  written: string,
  find: (number: string) => Members | undefined,
): readonly (readonly [name: string, structure: Structure | undefined])[] {
  const [apiName = '', holds] = written.split(':');
  if (holds === undefined) return namesOf(apiName).map((name) => [name, undefined]);
  const marks = holds.replace(/\d+$/, '');
  const structure: Structure = {
    inside: [...marks].map((mark) => (mark === '*' ? 'list' : 'map')),
    members: () => find(holds.slice(marks.length)) ?? new Map<string, Structure | undefined>(),
  };
  return namesOf(apiName).map((name) => [name, structure]);
}

/** Where a member is a word of Java, the SDK for Java says "Value" after it. */
function namesOf(member: string): readonly string[] {
  const name = memberName(member);
  return /^(Abstract|Case|Class|Default|Enum|Final|Import|Interface|New|Package|Private|Public|Return|Static|Switch)$/.test(
    name,
  )
    ? [name, `${name}Value`]
    : [name];
}

function readTable(): ReadonlyMap<string, string> | null {
  const file = findTable(dirname(ownFile()));
  if (file === undefined) return null;
  const services = brotliDecompressSync(readFileSync(file))
    .toString()
    .split(/\n(?! )/);
  return new Map(
    services.map((text) => {
      const [name = '', ...actions] = text.split('\n ');
      return [name, actions.join('\n').trimEnd()];
    }),
  );
}

/** Beside the source, or in a folder above: that of what is built, in whichever chunk this module lies. */
function findTable(folder: string): string | undefined {
  const file = join(folder, 'sdk-actions.br');
  if (existsSync(file)) return file;
  const parent = dirname(folder);
  return parent === folder ? undefined : findTable(parent);
}

/** This file; the package is built as CommonJS, too. */
function ownFile(): string {
  return typeof __filename === 'string' ? __filename : fileURLToPath(import.meta.url);
}
