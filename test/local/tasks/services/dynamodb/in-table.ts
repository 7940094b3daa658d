import type { JsonObject, JsonValue } from '../../../../../lib/json.ts';
import { MemoryTable } from '../../../../../lib/local/tasks/services/dynamodb/memory-table.ts';
import { tableActions } from '../../../../../lib/local/tasks/services/dynamodb/table-actions.ts';

/** What one action answers on a table with the key `id`, whose item `1` has these attributes; without, the table is empty. */
export function inTable(action: string, request: JsonObject, attributes?: JsonObject) {
  const table = new MemoryTable(['id']);
  const act = (name: string, members: JsonObject) => tableActions.get(name)!(table, members);
  if (attributes !== undefined) act('putItem', { Item: { id: { S: '1' }, ...attributes } });
  const key: JsonObject = action === 'putItem' ? {} : { Key: { id: { S: '1' } } };
  try {
    const answer = act(action, { ...key, ...request });
    return { answer, error: undefined, item: itemOf(act) };
  } catch (error) {
    return { answer: undefined, error: (error as Error).message, item: itemOf(act) };
  }
}

/** The attributes of the item beside its key; undefined when it does not exist. */
function itemOf(act: (name: string, members: JsonObject) => JsonObject): JsonValue | undefined {
  const { Item: item } = act('getItem', { Key: { id: { S: '1' } } });
  if (item === undefined) return undefined;
  return Object.fromEntries(Object.entries(item as JsonObject).filter(([name]) => name !== 'id'));
}
