import type { JsonValue } from '../../../json.ts';
import { isArray, isObject } from '../../base/data.ts';
import type { Eventually } from '../eventually.ts';
import { expressionIn } from './compile-expression.ts';
import type { JsonataFrame } from './evaluate-expression.ts';
import { evaluateExpression } from './evaluate-expression.ts';

/** The value of a field with all expressions in it evaluated, in order. States Language: "JSONata Evaluation". */
export async function fillTemplate(template: JsonValue, location: string, frame: JsonataFrame): Promise<JsonValue> {
  return preparedFor(template)(location, frame);
}

/** Fills a part of a template; `location` is the part's own. */
type Fill = (location: string, frame: JsonataFrame) => Eventually<JsonValue>;

/** What fills the templates of definitions: they are read once, and filled whenever their states run. */
const prepared = new WeakMap<object, Fill>();

function preparedFor(template: JsonValue): Fill {
  if (typeof template !== 'object' || template === null) return prepare(template);
  let fill = prepared.get(template);
  if (fill === undefined) prepared.set(template, (fill = prepare(template)));
  return fill;
}

function prepare(template: JsonValue): Fill {
  if (typeof template === 'string') {
    const expression = expressionIn(template);
    if (expression === undefined) return () => template;
    return (location, frame) => evaluateExpression(expression, location, frame);
  }
  if (isArray(template)) return prepareList(template.map(prepare));
  return isObject(template) ? prepareObject(template) : () => template;
}

function prepareList(fills: readonly Fill[]): Fill {
  return async (location, frame) => {
    const items: JsonValue[] = [];
    for (const [index, fill] of fills.entries()) items.push(await fill(`${location}[${String(index)}]`, frame));
    return items;
  };
}

function prepareObject(template: Readonly<Record<string, JsonValue>>): Fill {
  const fills = Object.entries(template).map(([key, value]) => [key, prepare(value)] as const);
  return async (location, frame) => {
    const members: [string, JsonValue][] = [];
    for (const [key, fill] of fills) {
      const value = fill(location === '' ? key : `${location}/${key}`, frame);
      members.push([key, value instanceof Promise ? await value : value]);
    }
    return Object.fromEntries(members);
  };
}
