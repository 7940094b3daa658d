import type { JsonObject, JsonValue } from '../../json.ts';
import { callIntrinsic } from './intrinsics/call-intrinsic.ts';
import type { Expression } from './intrinsics/parse-expression.ts';
import { parseExpression } from './intrinsics/parse-expression.ts';
import { evaluatePath } from './jsonpath/evaluate-path.ts';
import type { Path } from './jsonpath/path.ts';
import { PathSyntaxError } from './jsonpath/path.ts';
import { whyNotFound } from './jsonpath/why-not-found.ts';
import type { Random } from '../base/random.ts';
import { EvaluationError } from '../base/states-error.ts';
import { Data, isArray, isObject, ListData, ObjectData } from '../base/data.ts';

/** What a field may read: the data that flows, the context object (`$$`), and variables (`$name`). */
export interface Frame {
  readonly input: Data;
  /** Whether a path into an input that is null fails: so it is where fields read the input of a state. */
  readonly needsInput?: boolean;
  context(): Data;
  /** The value of a variable, undefined when it has none. */
  variable(name: string): JsonValue | undefined;
  readonly random: Random;
}

/**
 * The value of a path (`$…`, `$$…`, `$name…`) or intrinsic function in the field `field`. Throws an {@link EvaluationError} when a
 * path finds nothing. States Language: "Paths", "Intrinsic Functions".
 */
export function evaluate(text: string, field: string, frame: Frame): Data {
  const found = find(text, frame);
  if (found !== undefined) return found;
  throw new EvaluationError(
    `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${frame.input.text}'`,
  );
}

/**
 * The value at a path in a field that holds nothing else, such as `InputPath` or `TimeoutSecondsPath`. AWS says in other
 * words than those of {@link evaluate} that it is not there.
 */
export function select(text: string, frame: Frame): Data {
  const expression = parse(text);
  const found = expressionValue(expression, frame);
  if (found !== undefined) return found;
  const reason = 'path' in expression ? whyNotFound(expression.path, rootOf(expression, frame)) : 'No value';
  throw new EvaluationError(`Invalid path '${text}' : ${reason}`);
}

/** As {@link evaluate}, but undefined when a path finds nothing. */
export function find(text: string, frame: Frame): Data | undefined {
  return expressionValue(parse(text), frame);
}

function parse(text: string): Expression {
  try {
    return parseExpression(text);
  } catch (error) {
    if (error instanceof PathSyntaxError) throw new EvaluationError(error.message);
    throw error;
  }
}

type PathExpression = Extract<Expression, { readonly path: Path }>;

/** What a path starts from; of a variable without a value, nothing. */
function rootOf(expression: PathExpression, frame: Frame): JsonValue {
  if (expression.kind === 'variable') return frame.variable(expression.name) ?? null;
  return (expression.root === 'input' ? frame.input : frame.context()).value;
}

function expressionValue(expression: Expression, frame: Frame): Data | undefined {
  switch (expression.kind) {
    case 'literal':
      return new Data(expression.value);
    case 'path':
      if (frame.needsInput === true && frame.input.value === null && expression.root === 'input') {
        throw new EvaluationError('Unable to apply Path transformation to null or empty input.');
      }
      return dataAt(expression.path, expression.root === 'input' ? frame.input : frame.context());
    case 'variable': {
      const value = frame.variable(expression.name);
      return value === undefined ? undefined : dataAt(expression.path, new Data(value));
    }
    case 'call': {
      const args = expression.args.map((argument) => argumentValue(argument, expression.text, frame));
      return new Data(callIntrinsic(expression.name, expression.text, args, frame.random));
    }
  }
}

/** What a path finds. Along names alone, what is printed already need not be printed again. */
function dataAt(path: Path, root: Data): Data | undefined {
  const { names, index } = path;
  if (index !== undefined) return root.item(index);
  if (names === undefined) {
    const value = evaluatePath(path, root.value);
    return value === undefined ? undefined : new Data(value);
  }
  let found: Data | undefined = root;
  for (const name of names) {
    found = found.member(name);
    if (found === undefined) return undefined;
  }
  return found;
}

function argumentValue(argument: Expression, call: string, frame: Frame): JsonValue {
  const found = expressionValue(argument, frame);
  if (found !== undefined || !('path' in argument)) return found?.value ?? null;
  throw new EvaluationError(
    `The function '${call}' had the following error: The JsonPath argument for the field '${argument.path.text}' could not be found in the input '${frame.input.text}'`,
  );
}

/** Fills a payload template: members whose name ends in `.$` are paths or functions. States Language: "Payload Template". */
export function fillTemplate(template: JsonValue, frame: Frame): Data {
  if (typeof template !== 'object' || template === null) return new Data(template);
  let fill = prepared.get(template);
  if (fill === undefined) prepared.set(template, (fill = prepare(template)));
  return fill(frame);
}

type Fill = (frame: Frame) => Data;

/** What fills the templates of definitions: they are read once, and filled whenever their states run. */
const prepared = new WeakMap<object, Fill>();

function prepare(template: JsonValue): Fill {
  if (isArray(template) && !isFixed(template)) {
    const items = template.map(prepare);
    return (frame) => new ListData(items.map((fill) => fill(frame)));
  }
  if (isObject(template) && !isFixed(template)) return prepareObject(template);
  const { text, isPlain } = new Data(template);
  return () => new Data(copyOf(template), text, isPlain);
}

function prepareObject(template: JsonObject): Fill {
  const fills = Object.entries(template).map(([key, value]): readonly [string, Fill] =>
    key.endsWith('.$') && typeof value === 'string'
      ? [key.slice(0, -2), (frame) => evaluate(value, key, frame)]
      : [key, prepare(value)],
  );
  // An assignment to this name would set the prototype.
  if (fills.some(([key]) => key === '__proto__')) {
    return (frame) => {
      const members = fills.map(([key, fill]): [string, Data] => [key, fill(frame)]);
      const values = members.map(([key, { value }]) => [key, value] as const);
      return new ObjectData(Object.fromEntries(values), Object.fromEntries(members));
    };
  }
  return (frame) => {
    const filled: Record<string, JsonValue> = {};
    const members: Record<string, Data> = {};
    for (const [key, fill] of fills) {
      const member = fill(frame);
      filled[key] = member.value;
      members[key] = member;
    }
    return new ObjectData(filled, members);
  };
}

/** Whether a part of a template is always the same. */
function isFixed(template: JsonValue): boolean {
  if (isArray(template)) return template.every(isFixed);
  if (!isObject(template)) return true;
  return Object.entries(template).every(
    ([key, value]) => !(key.endsWith('.$') && typeof value === 'string') && isFixed(value),
  );
}

/** Who is given a part of a template may change it: the next one has its own. */
function copyOf(template: JsonValue): JsonValue {
  if (isArray(template)) return template.map(copyOf);
  if (!isObject(template)) return template;
  // An assignment to this name would set the prototype.
  if (Object.hasOwn(template, '__proto__')) {
    return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, copyOf(value)]));
  }
  const copy: Record<string, JsonValue> = {};
  for (const key in template) copy[key] = copyOf(template[key] ?? null);
  return copy;
}
