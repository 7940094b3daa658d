import { describe, expect, it } from 'vitest';
import { validateDefinition } from '../../lib/local/index.ts';
import { machine } from './run-machine.ts';
import { Source } from './sources.ts';

const READER = `${Source.guide}/input-output-itemreader.html`;
const BATCHER = `${Source.guide}/input-output-itembatcher.html`;
const WRITER = `${Source.guide}/input-output-resultwriter.html`;
const MAP = `${Source.guide}/state-map-distributed.html`;
/** What is refused is documented; the words of the refusal are those that the service has for other fields. */
const words = (page: string) => `${page}; the words: ${Source.unknown}`;

const GET = 'arn:aws:states:::s3:getObject';
const LIST = 'arn:aws:states:::s3:listObjectsV2';
const PUT = 'arn:aws:states:::s3:putObject';
const place = { Bucket: 'b', Key: 'k' };

const processor = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
const distributed = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...processor };
const map = (more: object = {}, QueryLanguage = 'JSONPath') =>
  machine({ X: { Type: 'Map', ItemProcessor: distributed, ...more, End: true } }, { QueryLanguage });
const reader = (config: object | undefined, Resource = GET) =>
  map({ ItemReader: { Resource, Parameters: place, ...(config && { ReaderConfig: config }) } });
const batcher = (ItemBatcher: unknown) => map({ ItemBatcher });
const writer = (ResultWriter: unknown) => map({ ResultWriter });
const foreign = (field: string, own: string, other: string) =>
  `The QueryLanguage is set to '${own}', but field '${field}' is only supported for the '${other}' QueryLanguage`;

/** A definition, and its errors as `location: message`. */
type Row = readonly [name: string, definition: unknown, errors: readonly string[], source: string];

const groups: Readonly<Record<string, readonly Row[]>> = {
  ProcessorConfig: [
    [
      'an ExecutionType that is none',
      map({ ItemProcessor: { ...distributed, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'FAST' } } }),
      ['/ItemProcessor/ProcessorConfig/ExecutionType: Value should be one of the following: [STANDARD, EXPRESS]'],
      words(MAP),
    ],
    ...['ItemReader', 'ItemBatcher', 'ResultWriter'].map((field): Row => [
      `${field} of an inline Map`,
      map({ ItemProcessor: processor, [field]: {} }),
      [`: Field '${field}' is not supported`],
      words(MAP),
    ]),
  ],
  Label: [
    ['40 characters', map({ Label: 'x'.repeat(40) }), [], MAP],
    ['more', map({ Label: 'x'.repeat(41) }), ['/Label: Maximum length is 40'], words(MAP)],
    [
      'a character that it must not have',
      map({ Label: 'a b' }),
      ['/Label: Label contains a character that is not allowed'],
      words(MAP),
    ],
    ['a number', map({ Label: 1 }), ['/Label: Expected value of type [STRING]'], words(MAP)],
  ],
  ItemReader: [
    ['JSON', reader({ InputType: 'JSON', ItemsPointer: '/a', MaxItems: 5 }), [], READER],
    [
      'CSV',
      reader({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a'], CSVDelimiter: 'TAB' }),
      [],
      READER,
    ],
    ['a list of objects', reader(undefined, LIST), [], READER],
    ['their contents', reader({ Transformation: 'LOAD_AND_FLATTEN', InputType: 'JSONL' }, LIST), [], READER],
    ['an inventory', reader({ InputType: 'MANIFEST' }), [], READER],
    ['an inventory by its newer name', reader({ ManifestType: 'S3_INVENTORY' }), [], READER],
    ['a manifest of Athena', reader({ ManifestType: 'ATHENA_DATA', InputType: 'PARQUET' }), [], READER],
    ['no object', map({ ItemReader: 1 }), ['/ItemReader: Expected value of type Object'], words(READER)],
    ['no Resource', map({ ItemReader: {} }), ['/ItemReader: These fields are required: [Resource]'], words(READER)],
    [
      'another Resource',
      reader({ InputType: 'JSON' }, PUT),
      ['/ItemReader/Resource: Value is not a valid resource ARN'],
      words(READER),
    ],
    [
      'a field that it has not',
      map({ ItemReader: { Resource: LIST, Bucket: 'b' } }),
      ["/ItemReader: Field 'Bucket' is not supported"],
      words(READER),
    ],
    [
      'Arguments in JSONPath',
      map({ ItemReader: { Resource: LIST, Arguments: {} } }),
      [`/ItemReader: ${foreign('Arguments', 'JSONPath', 'JSONata')}`],
      words(READER),
    ],
    [
      'Parameters in JSONata',
      map({ ItemReader: { Resource: LIST, Parameters: {} } }, 'JSONata'),
      [`/ItemReader: ${foreign('Parameters', 'JSONata', 'JSONPath')}`],
      words(READER),
    ],
    [
      'a path that is none',
      map({ ItemReader: { Resource: LIST, Parameters: { 'Bucket.$': 'b' } } }),
      [
        "/ItemReader/Parameters: The value for the field 'Bucket.$' must be a valid JSONPath or a valid intrinsic function call",
      ],
      words(READER),
    ],
    ['no InputType', reader({}), ['/ItemReader/ReaderConfig: These fields are required: [InputType]'], words(READER)],
    [
      'InputType of an inventory',
      reader({ ManifestType: 'S3_INVENTORY', InputType: 'CSV' }),
      ["/ItemReader/ReaderConfig: Field 'InputType' is not supported"],
      words(READER),
    ],
    [
      'an InputType that is none',
      reader({ InputType: 'XML' }),
      [
        '/ItemReader/ReaderConfig/InputType: Value should be one of the following: [CSV, JSON, JSONL, PARQUET, MANIFEST]',
      ],
      words(READER),
    ],
    [
      'a CSVDelimiter that is none',
      reader({ InputType: 'CSV', CSVDelimiter: ',' }),
      [
        '/ItemReader/ReaderConfig/CSVDelimiter: Value should be one of the following: [COMMA, PIPE, SEMICOLON, SPACE, TAB]',
      ],
      words(READER),
    ],
    [
      'a CSVHeaderLocation that is none',
      reader({ InputType: 'CSV', CSVHeaderLocation: 'TOP' }),
      ['/ItemReader/ReaderConfig/CSVHeaderLocation: Value should be one of the following: [FIRST_ROW, GIVEN]'],
      words(READER),
    ],
    [
      'headers that are not given',
      reader({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }),
      ['/ItemReader/ReaderConfig: These fields are required: [CSVHeaders]'],
      words(READER),
    ],
    [
      'headers that are no list',
      reader({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: 'a' }),
      ['/ItemReader/ReaderConfig/CSVHeaders: Expected value of type Array'],
      words(READER),
    ],
    [
      'headers that are no texts',
      reader({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: [1] }),
      ['/ItemReader/ReaderConfig/CSVHeaders: Expected value of type [STRING]'],
      words(READER),
    ],
    [
      'a Transformation that is none',
      reader({ Transformation: 'X' }, LIST),
      ['/ItemReader/ReaderConfig/Transformation: Value should be one of the following: [NONE, LOAD_AND_FLATTEN]'],
      words(READER),
    ],
    [
      'contents without InputType',
      reader({ Transformation: 'LOAD_AND_FLATTEN' }, LIST),
      ['/ItemReader/ReaderConfig: These fields are required: [InputType]'],
      words(READER),
    ],
    [
      'a ManifestType that is none',
      reader({ InputType: 'CSV', ManifestType: 'X' }),
      ['/ItemReader/ReaderConfig/ManifestType: Value should be one of the following: [ATHENA_DATA, S3_INVENTORY]'],
      words(READER),
    ],
    [
      'too large a MaxItems',
      reader({ InputType: 'JSON', MaxItems: 100_000_001 }),
      ['/ItemReader/ReaderConfig/MaxItems: Maximum value is 100000000'],
      words(READER),
    ],
    [
      'a MaxItems that is no number',
      reader({ InputType: 'JSON', MaxItems: '1' }),
      ['/ItemReader/ReaderConfig/MaxItems: Expected value of type Integer'],
      words(READER),
    ],
    [
      'MaxItems twice',
      reader({ InputType: 'JSON', MaxItems: 1, MaxItemsPath: '$.n' }),
      ['/ItemReader/ReaderConfig: Only one of these fields is allowed: [MaxItems, MaxItemsPath]'],
      words(READER),
    ],
    [
      'a MaxItemsPath that is none',
      reader({ InputType: 'JSON', MaxItemsPath: 'n' }),
      ['/ItemReader/ReaderConfig/MaxItemsPath: Value is not a Reference Path'],
      words(READER),
    ],
    [
      'an expression in JSONata',
      map(
        { ItemReader: { Resource: GET, Arguments: place, ReaderConfig: { InputType: 'JSON', MaxItems: '{% 1 %}' } } },
        'JSONata',
      ),
      [],
      READER,
    ],
    [
      'MaxItemsPath in JSONata',
      map(
        { ItemReader: { Resource: GET, Arguments: place, ReaderConfig: { InputType: 'JSON', MaxItemsPath: '$.n' } } },
        'JSONata',
      ),
      [`/ItemReader/ReaderConfig: ${foreign('MaxItemsPath', 'JSONata', 'JSONPath')}`],
      words(READER),
    ],
  ],
  ItemBatcher: [
    ['items', batcher({ MaxItemsPerBatch: 1, BatchInput: { 'a.$': '$.a' } }), [], BATCHER],
    ['bytes', batcher({ MaxInputBytesPerBatch: 262_144 }), [], BATCHER],
    ['paths to both', batcher({ MaxItemsPerBatchPath: '$.n', MaxInputBytesPerBatchPath: '$.b' }), [], BATCHER],
    [
      'no limit',
      batcher({ BatchInput: {} }),
      [
        '/ItemBatcher: One of these fields is required: [MaxItemsPerBatch, MaxItemsPerBatchPath, MaxInputBytesPerBatch, MaxInputBytesPerBatchPath]',
      ],
      words(BATCHER),
    ],
    [
      'too many bytes',
      batcher({ MaxInputBytesPerBatch: 262_145 }),
      ['/ItemBatcher/MaxInputBytesPerBatch: Maximum value is 262144'],
      words(BATCHER),
    ],
    [
      'no items',
      batcher({ MaxItemsPerBatch: 0 }),
      ['/ItemBatcher/MaxItemsPerBatch: Minimum value is 1'],
      words(BATCHER),
    ],
    [
      'a limit twice',
      batcher({ MaxItemsPerBatch: 1, MaxItemsPerBatchPath: '$.n' }),
      ['/ItemBatcher: Only one of these fields is allowed: [MaxItemsPerBatch, MaxItemsPerBatchPath]'],
      words(BATCHER),
    ],
    [
      'a field that it has not',
      batcher({ MaxItemsPerBatch: 1, Items: 1 }),
      ["/ItemBatcher: Field 'Items' is not supported"],
      words(BATCHER),
    ],
    ['no object', batcher([]), ['/ItemBatcher: Expected value of type Object'], words(BATCHER)],
  ],
  ResultWriter: [
    ['to S3', writer({ Resource: PUT, Parameters: { Bucket: 'b' } }), [], WRITER],
    ['in another way', writer({ WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSONL' } }), [], WRITER],
    [
      'both',
      writer({
        Resource: PUT,
        Parameters: { Bucket: 'b' },
        WriterConfig: { Transformation: 'NONE', OutputType: 'JSON' },
      }),
      [],
      WRITER,
    ],
    ['neither', writer({}), [], Source.observed],
    [
      'no Parameters',
      writer({ Resource: PUT }),
      ['/ResultWriter: These fields are required: [Parameters]'],
      words(WRITER),
    ],
    [
      'no Resource',
      writer({ Parameters: {}, WriterConfig: {} }),
      ['/ResultWriter: These fields are required: [Resource]'],
      words(WRITER),
    ],
    [
      'another Resource',
      writer({ Resource: GET, Parameters: {} }),
      ['/ResultWriter/Resource: Value is not a valid resource ARN'],
      words(WRITER),
    ],
    [
      'a Transformation that is none',
      writer({ WriterConfig: { Transformation: 'X' } }),
      ['/ResultWriter/WriterConfig/Transformation: Value should be one of the following: [NONE, COMPACT, FLATTEN]'],
      words(WRITER),
    ],
    [
      'an OutputType that is none',
      writer({ WriterConfig: { OutputType: 'CSV' } }),
      ['/ResultWriter/WriterConfig/OutputType: Value should be one of the following: [JSON, JSONL]'],
      words(WRITER),
    ],
    [
      'a field that WriterConfig has not',
      writer({ WriterConfig: { Prefix: 'x' } }),
      ["/ResultWriter/WriterConfig: Field 'Prefix' is not supported"],
      words(WRITER),
    ],
    [
      'Arguments in JSONata',
      map({ ResultWriter: { Resource: PUT, Arguments: { Bucket: '{% "b" %}' } } }, 'JSONata'),
      [],
      WRITER,
    ],
  ],
};

describe.each(Object.entries(groups))('validation of a distributed Map: %s', (_group, rows) => {
  it.each(rows.map((row) => [`${row[0]} (${row[3]})`, row] as const))('%s', (_name, [, definition, errors]) => {
    const found = validateDefinition(JSON.stringify(definition));
    expect(found.map(({ location = '', message }) => `${location}: ${message}`)).toEqual(
      errors.map((error) => `/States/X${error}`),
    );
  });
});
