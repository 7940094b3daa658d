import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/json.ts';

/** The operations of the REST API, from its OpenAPI document. */
export function restPage(document: JsonObject): string {
  const paths = objectOf(document['paths']);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(objectOf(methods)).map(([method, operation]) => ({
      title: `${method.toUpperCase()} ${path}`,
      operation: objectOf(operation),
    })),
  );
  return `<!-- Made from the OpenAPI document of the API by "npm run golden". Do not edit. -->

# Operations of the REST API

The API serves its OpenAPI document at \`GET /openapi.json\`; this page is made from it. [REST API](rest-api.md) explains errors, authorization
and how a task is created.

${operations.map(({ title, operation }) => sectionOf(title, operation)).join('\n')}`;
}

function sectionOf(title: string, operation: JsonObject): string {
  // What is read of every request is told beside, and referred to.
  const own = listOf(operation['parameters']).filter(({ name }) => name !== undefined);
  const parameters = own.map((each) => {
    const { name, in: place, required, description } = each;
    return `| \`${textOf(name)}\` | ${textOf(place)}${required === true ? ', required' : ''} | ${textOf(description)} |`;
  });
  const answers = Object.entries(objectOf(operation['responses'])).map(
    ([status, answer]) => [status, textOf(objectOf(answer)['description']) + headersIn(objectOf(answer))] as const,
  );
  // Errors refer to one description that all share.
  const errors = answers.filter(([, text]) => text === '').map(([status]) => status);
  const rows = [
    ...answers.filter(([, text]) => text !== ''),
    ...(errors.length > 0 ? [[errors.join(', '), '[an error](rest-api.md#errors)'] as const] : []),
  ].map(([status, text]) => `| ${status} | ${text} |`);
  return [
    `## ${title.replaceAll('{', '\\{')}`,
    '',
    `${textOf(operation['summary'])} (\`${textOf(operation['operationId'])}\`)`,
    '',
    ...(parameters.length > 0 ? ['| parameter | in | meaning |', '| --- | --- | --- |', ...parameters, ''] : []),
    '| status | answer |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** Every answer has the id of its request. */
function headersIn({ headers }: JsonObject): string {
  const names = Object.keys(objectOf(headers)).filter((name) => name !== 'X-Request-Id');
  return names.length === 0 ? '' : ` Headers: ${names.map((name) => `\`${name}\``).join(', ')}.`;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((each: JsonValue) => isJsonObject(each)) : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ') : '';
}
