import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../../json.ts';
import { classNameOf, fileNameOf, folderOf } from '../new-names.ts';
import type { NewHandler, NewHandlerTest, SourceFile } from '../source-writer.ts';

/** The file of a handler that has nothing to do yet, in the folder of its namespace. */
export function handlerFile(handler: NewHandler): SourceFile {
  const { callable, handlers, result } = handler;
  const returned = result === undefined ? '{"attempt": context.retry_count + 1}' : codeOf(result, 8);
  return {
    path: join(handlers, folderOf(handler), `${fileNameOf(handler, '_')}.py`),
    text: `from tasker_core import StepContext, StepHandler, StepHandlerResult


class ${classNameOf(handler)}(StepHandler):
    handler_name = "${callable}"

    def call(self, context: StepContext) -> StepHandlerResult:
        # The task's context is in context.get_input("…"), and the results of the steps before this one are in
        # context.get_dependency_result("…"). Raise a PermanentError of tasker_core to fail at once; whatever else is
        # raised is tried again, as the step's "retry" says.
        return self.success(${returned})
`,
  };
}

/** A test of a handler as {@link handlerFile} writes it, for unittest and pytest. */
export function handlerTestFile(test: NewHandlerTest): SourceFile {
  const { step, context, results, result = { attempt: 1 } } = test;
  const folder = folderOf(test);
  const name = fileNameOf(test, '_');
  const module = [...(folder === '' ? [] : [folder]), name].join('.');
  const given = [
    `step_name=${literal(step)}`,
    `context=${codeOf(context, 12)}`,
    ...(Object.keys(results).length > 0 ? [`results=${codeOf(results, 12)}`] : []),
  ];
  return {
    path: join('test', folder, `test_${name}.py`),
    text: `import unittest

from tasker_sfn.testing import run_handler

from ${module} import ${classNameOf(test)}


class ${classNameOf(test)}Test(unittest.TestCase):
    def test_does_its_work(self):
        run = run_handler(
            ${classNameOf(test)},
${given.map((each) => `            ${each},\n`).join('')}        )
        self.assertIsNone(run.error)
        self.assertEqual(run.result, ${codeOf(result, 8)})
`,
  };
}

const WIDTH = 80;

/** A value as code, whose further lines are indented. */
function codeOf(value: JsonValue, indent: number): string {
  const short = onOneLine(value);
  if (short.length <= WIDTH || typeof value !== 'object' || value === null) return short;
  const inner = ' '.repeat(indent + 4);
  const isList = Array.isArray(value);
  const parts = isList
    ? (value as readonly JsonValue[]).map((each) => codeOf(each, indent + 4))
    : Object.entries(value as JsonObject).map(([key, each]) => `${literal(key)}: ${codeOf(each, indent + 4)}`);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${' '.repeat(indent)}${close}`;
}

function onOneLine(value: JsonValue): string {
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return literal(value);
  return `{${Object.entries(value)
    .map(([key, each]) => `${literal(key)}: ${onOneLine(each)}`)
    .join(', ')}}`;
}

function literal(value: string | number | boolean | null): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}
