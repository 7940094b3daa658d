import { type Field, type NamedType, namedTypes, type TypeRef } from '../record-types.ts';
import type { TypedTask } from '../source-writer.ts';

const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);
const PLAIN = { any: 'Any', text: 'str', integer: 'int', number: 'float', boolean: 'bool', null: 'None' } as const;
/** What the module imports, in the order of the alphabet. */
const IMPORTED = ['Any', 'Literal', 'NotRequired', 'TypeAlias', 'TypedDict'];
/** Within a class, a member of such a name would hide the type from the members after it. */
const TYPES: ReadonlySet<string> = new Set([...Object.values(PLAIN), ...IMPORTED, 'list', 'dict']);

/** The Python types of a template: dictionaries with known keys, since that is what handlers get and return. */
export function taskTypes(task: TypedTask): string {
  const types = namedTypes(task, [...IMPORTED, ...KEYWORDS]);
  const body = types.map(declarationOf).join('\n\n');
  const used = IMPORTED.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  return `"""Types of ${task.namespace}/${task.name} ${task.version}, made by "tasker-sfn generate types". Do not edit."""

from __future__ import annotations

from typing import ${used.join(', ')}


${body}`;
}

function declarationOf(type: NamedType): string {
  if ('is' in type) return `${comment(type.doc, '')}${type.name}: TypeAlias = ${quote(codeOf(type.is))}\n`;
  const { name, doc, fields } = type;
  if (!fields.every(({ key }) => isName(key))) {
    // Keys that are no names stand in a dictionary; text within it may name what comes later.
    const items = fields.map(
      (each) => `${comment(each.doc, '        ')}        ${quote(each.key)}: ${quote(fieldType(each))},\n`,
    );
    return `${comment(doc, '')}${name} = TypedDict(\n    ${quote(name)},\n    {\n${items.join('')}    },\n)\n`;
  }
  const members = fields.map((each) => `${comment(each.doc, '    ')}    ${each.key}: ${fieldType(each)}\n`);
  return `${comment(doc, '')}class ${name}(TypedDict):\n${members.join('')}`;
}

function fieldType({ type, isRequired }: Field): string {
  return isRequired ? codeOf(type) : `NotRequired[${codeOf(type)}]`;
}

function codeOf(type: TypeRef): string {
  switch (type.kind) {
    case 'named':
      return type.name;
    case 'literal':
      return `Literal[${type.values.map(literal).join(', ')}]`;
    case 'list':
      return `list[${codeOf(type.items)}]`;
    case 'map':
      return `dict[str, ${codeOf(type.values)}]`;
    case 'union':
      return type.of.map(codeOf).join(' | ');
    default:
      return PLAIN[type.kind];
  }
}

function literal(value: string | number | boolean | null): string {
  if (typeof value === 'string') return quote(value);
  if (value === null) return 'None';
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}

function isName(key: string): boolean {
  // Within a class, two underscores at the beginning would make another name of it.
  return /^(?!__)[A-Za-z_]\w*$/.test(key) && !KEYWORDS.has(key) && !TYPES.has(key);
}

function comment(text: string | undefined, indent: string): string {
  if (text === undefined) return '';
  return text
    .trim()
    .split(/\r\n|[\n\r\v\f\u2028\u2029\u0085]/)
    .map((line) => `${indent}# ${line}`.trimEnd() + '\n')
    .join('');
}

/** A text of JSON is a text of Python: it stands for no character that Python reads in another way. */
function quote(text: string): string {
  return JSON.stringify(text);
}
