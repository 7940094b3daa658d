import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { memberName } from '../../base/member-name.ts';

/** What is known of an AWS API: the members of each action's input, as a state names them. */
export type SdkActions = ReadonlyMap<string, ReadonlySet<string>>;

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
  return new Map(
    lines.split('\n').map((line) => {
      const [action = '', ...members] = line.split(' ');
      return [action, new Set(members.flatMap(namesOf))];
    }),
  );
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
