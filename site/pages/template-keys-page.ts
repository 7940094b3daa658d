import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/json.ts';

/** Every key of a template, from its JSON Schema: where it stands, what it takes, and what it means. */
export function templateKeysPage(schema: JsonObject): string {
  const rows = rowsOf(schema, '');
  return `<!-- Made from the JSON Schema of templates by "npm run golden". Do not edit. -->

# Keys of a template

\`npx tasker-sfn schema\` prints the JSON Schema from which this page is made. [Task templates](templates.md) explains how the keys work
together. A dot leads into a mapping; \`[]\` stands for each item of a list.

| key | takes | meaning |
| --- | --- | --- |
${rows.map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')}
`;
}

function rowsOf(schema: JsonObject, path: string): readonly (readonly [string, string, string])[] {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties).flatMap(([key, value]) => {
    if (!isJsonObject(value) || value['deprecated'] === true) return [];
    const name = `${path}${key}`;
    const text = typeof value['description'] === 'string' ? value['description'] : '';
    const isRequired = required.includes(key);
    const own = [`\`${name}\``, takes(value), `${text}${isRequired ? ' **Required.**' : ''}`] as const;
    return [own, ...inside(value, name)];
  });
}

function inside(value: JsonObject, name: string): readonly (readonly [string, string, string])[] {
  const { items, additionalProperties: others } = value;
  if (isJsonObject(items)) return rowsOf(items, `${name}[].`);
  if (isJsonObject(others)) return rowsOf(others, `${name}.*.`);
  return rowsOf(value, `${name}.`);
}

function takes(value: JsonObject): string {
  const { enum: choices, minimum, maximum, minLength, maxLength, default: standard } = value;
  const kind = Array.isArray(choices)
    ? choices.map((each: JsonValue) => `\`${textOf(each)}\``).join(', ')
    : typesOf(value['type']);
  const range = rangeText(minimum ?? minLength, maximum ?? maxLength);
  return [kind, range, standard === undefined ? '' : `default \`${textOf(standard)}\``]
    .filter((text) => text !== '')
    .join(', ');
}

function typesOf(type: JsonValue | undefined): string {
  const names = Array.isArray(type) ? type.filter((each) => each !== 'null') : [type ?? 'anything'];
  return names
    .map((each) => ({ object: 'mapping', array: 'list', string: 'text' })[String(each)] ?? String(each))
    .join(' or ');
}

function rangeText(least: JsonValue | undefined, most: JsonValue | undefined): string {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return `from ${textOf(least ?? '')}`;
  return least === undefined ? `up to ${textOf(most)}` : `${textOf(least)} to ${textOf(most)}`;
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
