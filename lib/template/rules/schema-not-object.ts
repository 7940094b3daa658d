import { quote } from '../../diagnostics/wording.ts';
import { rule } from '../rule.ts';
import { JSON_TYPES } from '../shape/check-json-schema.ts';
import { toData } from '../yaml/yaml-node.ts';

/**
 * An `input_schema`, a `result_schema` or an event's `schema` describes something other than an object. What a task is
 * given, what a step returns and what an event carries always are objects.
 *
 * **Fix:** write `type: object`, with the value under `properties`.
 *
 * @see Tasker: "SCHEMA_NOT_OBJECT".
 *
 * @example
 * ```yaml
 * input_schema: { type: string }
 * ```
 */
export const schemaNotObject = rule({
  code: 'schema-not-object',
  severity: 'warning',
  message: ({ owner, key }: { owner: string; key: string }) =>
    `The ${quote(key)} of ${owner} does not describe an object, but its values always are objects.`,
  hint: () => 'Write "type: object" at the top of the schema.',
  check({ template, written }, report) {
    const check = (owner: object, key: string, name: string) => {
      const schema = written.get(owner)?.entries.get(key)?.value;
      const type = schema?.kind === 'mapping' && schema.entries.get('type')?.value;
      if (!type) return;
      const types = (type.kind === 'list' ? type.items : [type]).map(toData);
      // A type that is none at all has been reported already.
      if (!types.every((item) => JSON_TYPES.some((name) => name === item))) return;
      if (!types.includes('object')) report(type.span, { owner: name, key });
    };
    check(template, 'input_schema', 'the template');
    for (const step of template.steps) {
      check(step, 'result_schema', `step ${quote(step.name.value)}`);
      for (const event of step.publishesEvents) check(event, 'schema', `event ${quote(event.name)}`);
    }
  },
});
