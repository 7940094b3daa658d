import { pascalCase } from '../names.ts';
import { type Field, type NamedType, namedTypes, type TypeRef } from '../record-types.ts';
import type { TypedTask } from '../source-writer.ts';

const PLAIN = {
  any: 'Object',
  text: 'String',
  integer: 'Integer',
  number: 'Float',
  boolean: 'Boolean',
  null: 'nil',
} as const;
/** Constants that would be hidden within the module. */
const TAKEN = ['Array', 'Boolean', 'Float', 'Hash', 'Integer', 'Object', 'String', 'Struct', 'TaskerCore'];

/** The Ruby types of a template: structs, which handlers may take as models of inputs and results, and return. */
export function taskTypes(task: TypedTask): string {
  const { namespace, name, version } = task;
  const body = namedTypes(task, TAKEN)
    .map((type) => declarationOf(type))
    .join('\n');
  const [outer, inner] = [constant(namespace), `${constant(name)}Types`];
  const declared = `module ${inner}\n${body.replace(/^(?=.)/gm, '  ')}end`;
  return `# frozen_string_literal: true

# Types of ${namespace}/${name} ${version}, made by "tasker-sfn generate types". Do not edit.

module ${outer}
${declared.replace(/^(?=.)/gm, '  ')}
end
`;
}

function constant(name: string): string {
  return pascalCase(name).replace(/^(?=\d)/, 'T') || 'Task';
}

function declarationOf(type: NamedType): string {
  // What is no record has no class of its own.
  if ('is' in type) return `${comment(type.doc)}# ${codeOf(type.is)}\n${type.name} = ${classOf(type.is)}\n`;
  const { name, doc, fields } = type;
  const members = fields.map((field) => `${comment(field.doc, '  ')}  ${symbol(field.key)}, # ${fieldType(field)}\n`);
  const optional = fields.filter(({ isRequired }) => !isRequired).map(({ key }) => symbol(key));
  const own =
    optional.length === 0
      ? ''
      : ` do
  # Members that may be missing are left out where they are nil.
  def to_h
    super.reject { |name, value| value.nil? && [${optional.join(', ')}].include?(name) }
  end
end`;
  return `${comment(doc)}${name} = Struct.new(\n${members.join('')}  keyword_init: true\n)${own}\n`;
}

function fieldType({ type, isRequired }: Field): string {
  const code = codeOf(type);
  return isRequired || /\bnil$/.test(code) ? code : `${code}, nil`;
}

/** A type in the words of YARD. */
function codeOf(type: TypeRef): string {
  switch (type.kind) {
    case 'named':
      return type.name;
    case 'literal':
      return type.values.map(literal).join(', ');
    case 'list':
      return `Array<${codeOf(type.items)}>`;
    case 'map':
      return `Hash{String => ${codeOf(type.values)}}`;
    case 'union':
      return type.of.map(codeOf).join(', ');
    default:
      return PLAIN[type.kind];
  }
}

function classOf(type: TypeRef): string {
  if (type.kind === 'list') return 'Array';
  if (type.kind === 'map') return 'Hash';
  return ['text', 'integer', 'number'].includes(type.kind) ? codeOf(type) : 'Object';
}

function literal(value: string | number | boolean | null): string {
  // A comment ends with its line.
  if (typeof value === 'string') return JSON.stringify(value);
  return value === null ? 'nil' : String(value);
}

function symbol(key: string): string {
  return /^[a-z_]\w*$/.test(key) ? `:${key}` : `:${JSON.stringify(key).replaceAll('#', '\\#')}`;
}

function comment(text: string | undefined, indent = ''): string {
  if (text === undefined) return '';
  return text
    .trim()
    .split(/\r\n|[\n\r\v\f\u2028\u2029\u0085]/)
    .map((line) => `${indent}# ${line}`.trimEnd() + '\n')
    .join('');
}
