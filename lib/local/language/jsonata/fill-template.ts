import type { JsonValue } from '../../../json.ts';
import { isArray, isObject } from '../../base/data.ts';
import { expressionIn } from './compile-expression.ts';
import type { JsonataFrame } from './evaluate-expression.ts';
import { evaluateExpression } from './evaluate-expression.ts';

/** The value of a field with all expressions in it evaluated, in order. States Language: "JSONata Evaluation". */
export async function fillTemplate(template: JsonValue, location: string, frame: JsonataFrame): Promise<JsonValue> {
  if (typeof template === 'string') {
    const expression = expressionIn(template);
    return expression === undefined ? template : evaluateExpression(expression, location, frame);
  }
  if (isArray(template)) {
    const items: JsonValue[] = [];
    for (const [index, item] of template.entries()) {
      items.push(await fillTemplate(item, `${location}[${String(index)}]`, frame));
    }
    return items;
  }
  if (!isObject(template)) return template;
  const members: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(template)) {
    members.push([key, await fillTemplate(value, location === '' ? key : `${location}/${key}`, frame)]);
  }
  return Object.fromEntries(members);
}
