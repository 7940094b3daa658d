import { parseResource } from '../../states-language/resource.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { isArray, isObject } from '../base/data.ts';
import { checkMembers, checkNumber, checkOneOf, checkValue } from './check-members.ts';
import { checkTemplate } from './check-paths.ts';
import type { Problems } from './problem.ts';

const LABEL_CHARS = 40;
/** What a label may not hold. Developer guide: "Map state in Distributed mode", Label. */
const FORBIDDEN_IN_LABEL = /[\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]/;
const DISTRIBUTED_ONLY = ['ItemReader', 'ItemBatcher', 'ResultWriter'];

/** What an `ItemReader` may read with, and a `ResultWriter` write with. */
const READERS = ['getObject', 'listObjectsV2'];
const WRITERS = ['putObject'];
const INPUT_TYPES = ['CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST'];

/** Checks the fields of a Map state that are not those of its iterations. States Language: "Map State". */
export function checkMap(state: JsonObject, language: string | undefined, location: string, problems: Problems): void {
  const { ItemProcessor: processor = state['Iterator'], Label: label } = state;
  const config = isObject(processor) && isObject(processor['ProcessorConfig']) ? processor['ProcessorConfig'] : {};
  if (config['Mode'] !== 'DISTRIBUTED') {
    for (const field of DISTRIBUTED_ONLY) {
      if (state[field] !== undefined) problems.schema(location, `Field '${field}' is not supported`);
    }
    return;
  }
  if (label !== undefined) checkLabel(label, `${location}/Label`, problems);
  checkReader(state['ItemReader'], language, `${location}/ItemReader`, problems);
  checkBatcher(state['ItemBatcher'], language, `${location}/ItemBatcher`, problems);
  checkWriter(state['ResultWriter'], language, `${location}/ResultWriter`, problems);
}

function checkLabel(label: JsonValue, location: string, problems: Problems): void {
  if (!problems.checkText(location, label)) return;
  if (label === '') problems.schema(location, 'Minimum length is 1');
  if (label.length > LABEL_CHARS) problems.schema(location, `Maximum length is ${String(LABEL_CHARS)}`);
  if (FORBIDDEN_IN_LABEL.test(label)) problems.schema(location, 'Label contains a character that is not allowed');
}

function checkReader(
  reader: JsonValue | undefined,
  language: string | undefined,
  location: string,
  problems: Problems,
): void {
  const fields = ['Resource', 'ReaderConfig', 'Parameters', 'Arguments'];
  if (!checkMembers(reader, fields, ['Resource'], language, location, problems)) return;
  const { Resource: resource, ReaderConfig: config, Parameters: parameters } = reader;
  checkTemplate(parameters, `${location}/Parameters`, problems);
  const isReader = isOfS3(resource, READERS);
  if (resource !== undefined && !isReader) {
    problems.schema(`${location}/Resource`, 'Value is not a valid resource ARN');
  }
  const at = `${location}/ReaderConfig`;
  const known = [
    ...['InputType', 'Transformation', 'ManifestType', 'CSVDelimiter', 'CSVHeaderLocation', 'CSVHeaders'],
    ...['ItemsPointer', 'MaxItems', 'MaxItemsPath'],
  ];
  if (!checkMembers(config, known, [], language, at, problems)) return;
  const { InputType: type, ManifestType: manifest, Transformation: transformation } = config;
  checkValue(config, 'InputType', INPUT_TYPES, language, at, problems);
  checkValue(config, 'Transformation', ['NONE', 'LOAD_AND_FLATTEN'], language, at, problems);
  checkValue(config, 'ManifestType', ['ATHENA_DATA', 'S3_INVENTORY'], language, at, problems);
  checkValue(config, 'CSVDelimiter', ['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'], language, at, problems);
  checkValue(config, 'CSVHeaderLocation', ['FIRST_ROW', 'GIVEN'], language, at, problems);
  checkNumber(config, 'MaxItems', [0, 100_000_000], language, at, problems);
  checkHeaders(config, at, problems);
  const isLoaded = isReader && (!resource.endsWith(':listObjectsV2') || transformation === 'LOAD_AND_FLATTEN');
  if (manifest === 'S3_INVENTORY') {
    if (type !== undefined) problems.schema(at, "Field 'InputType' is not supported");
  } else if (isLoaded && type === undefined) problems.schema(at, 'These fields are required: [InputType]');
}

function checkHeaders(config: JsonObject, location: string, problems: Problems): void {
  const { CSVHeaderLocation: place, CSVHeaders: headers } = config;
  if (headers === undefined) {
    if (place === 'GIVEN') problems.schema(location, 'These fields are required: [CSVHeaders]');
  } else if (!isArray(headers)) problems.schema(`${location}/CSVHeaders`, 'Expected value of type Array');
  else {
    const wrong = headers.find((header) => typeof header !== 'string');
    if (wrong !== undefined) problems.checkText(`${location}/CSVHeaders`, wrong);
  }
}

function checkBatcher(
  batcher: JsonValue | undefined,
  language: string | undefined,
  location: string,
  problems: Problems,
): void {
  const limits = ['MaxItemsPerBatch', 'MaxItemsPerBatchPath', 'MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath'];
  if (!checkMembers(batcher, ['BatchInput', ...limits], [], language, location, problems)) return;
  checkOneOf(batcher, limits, location, problems);
  checkNumber(batcher, 'MaxItemsPerBatch', [1, 2_147_483_647], language, location, problems);
  checkNumber(batcher, 'MaxInputBytesPerBatch', [1, 262_144], language, location, problems);
  if (language === 'JSONPath') checkTemplate(batcher['BatchInput'], `${location}/BatchInput`, problems);
}

function checkWriter(
  writer: JsonValue | undefined,
  language: string | undefined,
  location: string,
  problems: Problems,
): void {
  const place = language === 'JSONata' ? 'Arguments' : 'Parameters';
  const fields = ['Resource', 'WriterConfig', 'Parameters', 'Arguments'];
  const isPlaced = isObject(writer) && (writer['Resource'] !== undefined || writer[place] !== undefined);
  if (!checkMembers(writer, fields, isPlaced ? ['Resource', place] : [], language, location, problems)) return;
  checkTemplate(writer['Parameters'], `${location}/Parameters`, problems);
  const { Resource: resource, WriterConfig: config } = writer;
  if (resource !== undefined && !isOfS3(resource, WRITERS)) {
    problems.schema(`${location}/Resource`, 'Value is not a valid resource ARN');
  }
  const at = `${location}/WriterConfig`;
  if (!checkMembers(config, ['Transformation', 'OutputType'], [], language, at, problems)) return;
  checkValue(config, 'Transformation', ['NONE', 'COMPACT', 'FLATTEN'], language, at, problems);
  checkValue(config, 'OutputType', ['JSON', 'JSONL'], language, at, problems);
}

/** Whether a resource is one of these actions of S3. */
function isOfS3(resource: JsonValue | undefined, actions: readonly string[]): resource is string {
  const found = typeof resource === 'string' ? parseResource(resource) : undefined;
  return found?.kind === 'service' && found.service === 's3' && actions.includes(found.action);
}
