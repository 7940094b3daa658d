import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../../json.ts';
import { pascalCase } from '../names.ts';
import { classNameOf, fileNameOf, folderOf } from '../new-names.ts';
import type { NewHandler, NewHandlerTest, SourceFile } from '../source-writer.ts';

/** The file of a handler that has nothing to do yet, in the folder of its namespace. */
export function handlerFile(handler: NewHandler): SourceFile {
  const { callable, handlers, result } = handler;
  const { modules, name, isNamed } = constantOf(handler);
  const returned = result === undefined ? '{ attempt: context.retry_count + 1 }' : codeOf(result, 6);
  const named = isNamed ? [`  def handler_name`, `    ${quote(callable)}`, '  end', ''] : [];
  const body = [
    `class ${name} < TaskerCore::StepHandler::Base`,
    ...named,
    '  def call(context)',
    "    # The task's context is in context.get_input('…'), and the results of the steps before this one are in",
    "    # context.get_dependency_result('…'). Raise a TaskerCore::PermanentError to fail at once; whatever else is",
    '    # raised is tried again, as the step\'s "retry" says.',
    `    success(result: ${returned})`,
    '  end',
    'end',
  ];
  return {
    path: join(handlers, folderOf(handler), `${fileNameOf(handler, '_')}.rb`),
    text: `# frozen_string_literal: true\n\nrequire 'tasker_core'\n\n${within(modules, body)}\n`,
  };
}

/** A test of a handler as {@link handlerFile} writes it, for Minitest. */
export function handlerTestFile(test: NewHandlerTest): SourceFile {
  const { step, context, results, result = { attempt: 1 } } = test;
  const folder = folderOf(test);
  const file = fileNameOf(test, '_');
  const { modules, name } = constantOf(test);
  const given = [
    [...modules, name].join('::'),
    `step_name: ${quote(step)}`,
    `context: ${codeOf(context, 6)}`,
    ...(Object.keys(results).length > 0 ? [`results: ${codeOf(results, 6)}`] : []),
  ];
  return {
    path: join('test', folder, `test_${file}.rb`),
    text: `# frozen_string_literal: true

require 'minitest/autorun'
require 'tasker_sfn/testing'
require ${quote([...(folder === '' ? [] : [folder]), file].join('/'))}

class ${classNameOf(test)}Test < Minitest::Test
  def test_does_its_work
    run = TaskerSfn::Testing.run_handler(
${given.map((each) => `      ${each}`).join(',\n')}
    )
    assert_nil(run.error)
    assert_equal(${codeOf(result, 4)}, run.result)
  end
end
`,
  };
}

/** The constant of a handler: a callable that is none is the handler's name beside it. */
function constantOf(handler: NewHandler): {
  readonly modules: readonly string[];
  readonly name: string;
  readonly isNamed: boolean;
} {
  const parts = handler.callable.split(/::|\./);
  const isNamed = !parts.every((part) => /^[A-Z]\w*$/.test(part));
  const own = parts.slice(0, -1);
  if (!isNamed) return { modules: own, name: parts.at(-1) ?? '', isNamed };
  return { modules: own.map((part) => pascalCase(part)), name: classNameOf(handler), isNamed };
}

function within(modules: readonly string[], body: readonly string[]): string {
  const [outer, ...inner] = modules;
  if (outer === undefined) return body.join('\n');
  const indented = within(inner, body).replace(/^(?=.)/gm, '  ');
  return `module ${outer}\n${indented}\nend`;
}

const WIDTH = 80;

/** A value as code, whose further lines are indented. */
function codeOf(value: JsonValue, indent: number): string {
  const short = onOneLine(value);
  if (short.length <= WIDTH || typeof value !== 'object' || value === null) return short;
  const inner = ' '.repeat(indent + 2);
  const isList = Array.isArray(value);
  const parts = isList
    ? (value as readonly JsonValue[]).map((each) => codeOf(each, indent + 2))
    : Object.entries(value as JsonObject).map(([key, each]) => `${quote(key)} => ${codeOf(each, indent + 2)}`);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  return `${open}\n${parts.map((part) => `${inner}${part}`).join(',\n')}\n${' '.repeat(indent)}${close}`;
}

function onOneLine(value: JsonValue): string {
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return literal(value);
  const members = Object.entries(value).map(([key, each]) => `${quote(key)} => ${onOneLine(each)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function literal(value: string | number | boolean | null): string {
  if (value === null) return 'nil';
  return typeof value === 'string' ? quote(value) : String(value);
}

/** A text of Ruby in which nothing is computed. */
export function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
