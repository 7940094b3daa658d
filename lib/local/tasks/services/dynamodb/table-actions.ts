import type { JsonObject } from '../../../../json.ts';
import { applyUpdate } from './apply-update.ts';
import type { Item } from './attribute.ts';
import { readItem, WrongParameterError, writeItem } from './attribute.ts';
import { project } from './document-path.ts';
import { DynamoDbError, invalid } from './dynamodb-error.ts';
import { holds } from './evaluate-condition.ts';
import type { DocumentPath } from './expression.ts';
import { ExpressionReader } from './expression-reader.ts';
import { itemSize, LARGEST_ITEM } from './item-size.ts';
import type { MemoryTable } from './memory-table.ts';
import { parseCondition } from './parse-condition.ts';
import { parseUpdate } from './parse-update.ts';
import { Placeholders } from './placeholders.ts';

/** Does one action on a table: from the members of a request to those of the answer. */
type TableAction = (table: MemoryTable, request: JsonObject) => JsonObject;

const NOTHING: JsonObject = {};

const getItem: TableAction = (table, request) => {
  const placeholders = new Placeholders(request, ['ProjectionExpression']);
  const projection = textOf(request, 'ProjectionExpression');
  const paths = projection === undefined ? undefined : parseProjection(projection, placeholders);
  placeholders.checkUsed();
  const item = table.get(table.idOf(readItem(request['Key'], 'Key')));
  return item === undefined ? NOTHING : { Item: writeItem(paths === undefined ? item : project(paths, item)) };
};

const putItem: TableAction = (table, request) => {
  const item = readItem(request['Item'], 'Item');
  const wanted = returnValues(request);
  const condition = conditionOf(request, ['ConditionExpression']);
  const id = table.idIn(item);
  const before = table.get(id);
  condition(before);
  if (itemSize(item) > LARGEST_ITEM) throw invalid('Item size has exceeded the maximum allowed size');
  table.put(id, item);
  return attributes(wanted === 'ALL_OLD' ? before : undefined);
};

const deleteItem: TableAction = (table, request) => {
  const wanted = returnValues(request);
  const condition = conditionOf(request, ['ConditionExpression']);
  const id = table.idOf(readItem(request['Key'], 'Key'));
  const before = table.get(id);
  condition(before);
  table.delete(id);
  return attributes(wanted === 'ALL_OLD' ? before : undefined);
};

const updateItem: TableAction = (table, request) => {
  const wanted = returnValues(request, true);
  const expressions = ['UpdateExpression', 'ConditionExpression'];
  const placeholders = new Placeholders(request, expressions);
  const update = textOf(request, 'UpdateExpression');
  const changes = update === undefined ? [] : parseUpdate(update, placeholders);
  const condition = conditionOf(request, expressions, placeholders);
  const key = readItem(request['Key'], 'Key');
  const id = table.idOf(key);
  const fixed = changes.find(({ path: [name] }) => table.key.includes(String(name)))?.path[0];
  if (fixed !== undefined) {
    throw invalid(
      `One or more parameter values were invalid: Cannot update attribute ${String(fixed)}. This attribute is part of the key`,
    );
  }
  const before = table.get(id);
  condition(before);
  const after = applyUpdate(changes, before ?? key);
  if (itemSize(after) > LARGEST_ITEM) throw invalid('Item size to update has exceeded the maximum allowed size');
  table.put(id, after);
  const touched = changes.map(({ path }) => path);
  switch (wanted) {
    case 'ALL_OLD':
      return attributes(before);
    case 'ALL_NEW':
      return attributes(after);
    case 'UPDATED_OLD':
      return attributes(before && project(touched, before));
    case 'UPDATED_NEW':
      return attributes(project(touched, after));
    default:
      return NOTHING;
  }
};

/** The actions, by the names that a `Resource` has for them. */
export const tableActions: ReadonlyMap<string, TableAction> = new Map([
  ['getItem', getItem],
  ['putItem', putItem],
  ['updateItem', updateItem],
  ['deleteItem', deleteItem],
]);

/** The condition of a request, as a check of the item before the change. All placeholders are used after it is read. */
function conditionOf(
  request: JsonObject,
  expressions: readonly string[],
  placeholders = new Placeholders(request, expressions),
): (before: Item | undefined) => void {
  const text = textOf(request, 'ConditionExpression');
  const condition = text === undefined ? undefined : parseCondition('ConditionExpression', text, placeholders);
  placeholders.checkUsed();
  return (before) => {
    if (condition === undefined || holds(condition, before ?? new Map())) return;
    throw new DynamoDbError('ConditionalCheckFailedException', 'The conditional request failed');
  };
}

function parseProjection(text: string, placeholders: Placeholders): readonly DocumentPath[] {
  const reader = new ExpressionReader('ProjectionExpression', text, placeholders);
  const paths = reader.list(() => reader.path());
  if (!reader.done) throw reader.syntaxError();
  return paths;
}

const RETURN_VALUES = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'] as const;

/** What of the item the answer shall tell; only an update can tell of more than the old item. */
function returnValues(request: JsonObject, isUpdate = false): (typeof RETURN_VALUES)[number] {
  const { ReturnValues: wanted = 'NONE' } = request;
  const found = RETURN_VALUES.find((each) => each === wanted);
  if (found === undefined) {
    throw invalid(
      `1 validation error detected: Value '${typeof wanted === 'string' ? wanted : JSON.stringify(wanted)}' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [${RETURN_VALUES.join(', ')}]`,
    );
  }
  if (isUpdate || found === 'NONE' || found === 'ALL_OLD') return found;
  throw invalid('ReturnValues can only be ALL_OLD or NONE');
}

/** An answer leaves out what is empty. */
function attributes(item: Item | undefined): JsonObject {
  return item === undefined || item.size === 0 ? NOTHING : { Attributes: writeItem(item) };
}

function textOf(request: JsonObject, field: string): string | undefined {
  const text = request[field];
  if (text === undefined || typeof text === 'string') return text;
  throw new WrongParameterError(`The value for the field '${field}' must be a STRING`);
}
