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
import { isArray, isObject } from '../base/data.ts';
import { printData } from '../base/json-text.ts';

/** What a field may read: the data that flows, the context object (`$$`), and variables (`$name`). */
export interface Frame {
  readonly input: JsonValue;
  /** Whether a path into an input that is null fails: so it is where fields read the input of a state. */
  readonly needsInput?: boolean;
  readonly context: () => JsonObject;
  /** The value of a variable, undefined when it has none. */
  readonly variable: (name: string) => JsonValue | undefined;
  readonly random: Random;
}

/**
 * The value of a path (`$…`, `$$…`, `$name…`) or intrinsic function in the field `field`. Throws an {@link EvaluationError} when a
 * path finds nothing. States Language: "Paths", "Intrinsic Functions".
 */
export function evaluate(text: string, field: string, frame: Frame): JsonValue {
  const value = find(text, frame);
  if (value !== undefined) return value;
  throw new EvaluationError(
    `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${printData(frame.input)}'`,
  );
}

/**
 * The value at a path in a field that holds nothing else, such as `InputPath` or `TimeoutSecondsPath`. AWS says in other
 * words than those of {@link evaluate} that it is not there.
 */
export function select(text: string, frame: Frame): JsonValue {
  const expression = parse(text);
  const value = expressionValue(expression, frame);
  if (value !== undefined) return value;
  const reason = 'path' in expression ? whyNotFound(expression.path, rootOf(expression, frame)) : 'No value';
  throw new EvaluationError(`Invalid path '${text}' : ${reason}`);
}

/** As {@link evaluate}, but undefined when a path finds nothing. */
export function find(text: string, frame: Frame): JsonValue | undefined {
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
  return expression.root === 'input' ? frame.input : frame.context();
}

function expressionValue(expression: Expression, frame: Frame): JsonValue | undefined {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'path':
      if (frame.needsInput === true && frame.input === null && expression.root === 'input') {
        throw new EvaluationError('Unable to apply Path transformation to null or empty input.');
      }
      return evaluatePath(expression.path, expression.root === 'input' ? frame.input : frame.context());
    case 'variable': {
      const value = frame.variable(expression.name);
      return value === undefined ? undefined : evaluatePath(expression.path, value);
    }
    case 'call': {
      const args = expression.args.map((argument) => argumentValue(argument, expression.text, frame));
      return callIntrinsic(expression.name, expression.text, args, frame.random);
    }
  }
}

function argumentValue(argument: Expression, call: string, frame: Frame): JsonValue {
  const value = expressionValue(argument, frame);
  if (value !== undefined || !('path' in argument)) return value ?? null;
  throw new EvaluationError(
    `The function '${call}' had the following error: The JsonPath argument for the field '${argument.path.text}' could not be found in the input '${printData(frame.input)}'`,
  );
}

/** Fills a payload template: members whose name ends in `.$` are paths or functions. States Language: "Payload Template". */
export function fillTemplate(template: JsonValue, frame: Frame): JsonValue {
  if (typeof template !== 'object' || template === null) return template;
  let fill = prepared.get(template);
  if (fill === undefined) prepared.set(template, (fill = prepare(template)));
  return fill(frame);
}

type Fill = (frame: Frame) => JsonValue;

/** What fills the templates of definitions: they are read once, and filled whenever their states run. */
const prepared = new WeakMap<object, Fill>();

function prepare(template: JsonValue): Fill {
  if (isArray(template)) {
    const items = template.map(prepare);
    return (frame) => items.map((fill) => fill(frame));
  }
  if (!isObject(template)) return () => template;
  const members = Object.entries(template).map(([key, value]): readonly [string, Fill] =>
    key.endsWith('.$') && typeof value === 'string'
      ? [key.slice(0, -2), (frame) => evaluate(value, key, frame)]
      : [key, prepare(value)],
  );
  // An assignment to this name would set the prototype.
  if (members.some(([key]) => key === '__proto__')) {
    return (frame) => Object.fromEntries(members.map(([key, fill]) => [key, fill(frame)]));
  }
  return (frame) => {
    const filled: Record<string, JsonValue> = {};
    for (const [key, fill] of members) filled[key] = fill(frame);
    return filled;
  };
}
