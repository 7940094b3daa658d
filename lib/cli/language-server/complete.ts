import type { Handlers } from '../../project/index.ts';
import { templateSchema } from '../../template/template-schema.ts';
import type { DataObject } from '../../template/task-template.ts';
import type { LspPosition } from './ranges.ts';
import type { TemplateDocument } from './template-document.ts';

/** One thing to write at a place. */
export interface Completion {
  readonly label: string;
  /** As the protocol counts kinds: a property, a value of a list, a reference, a function. */
  readonly kind: 10 | 12 | 18 | 3;
  readonly documentation?: string;
}

const schema = templateSchema('');

/**
 * What can be written at a place. The lines before it tell where that is by their indentation, so that a half-written file,
 * which is no YAML yet, is completed too.
 */
export function complete(document: TemplateDocument, position: LspPosition, handlers: Handlers): readonly Completion[] {
  const lines = document.text.split('\n').slice(0, position.line + 1);
  const current = (lines.pop() ?? '').slice(0, position.character);
  const path = keysAround(lines, current);
  if (/\bcallable:\s+\S*$/.test(current)) return [...handlers.values()].map(({ name }) => ({ label: name, kind: 3 }));
  const key = keyIn(current);
  const list = key ?? (/^\s*-\s/.test(current) ? path.at(-1) : undefined);
  if (list === 'dependencies' || list === 'depends_on') return stepNames(document, lines);
  if (key === undefined) return keysOf(schemaAt(path));
  const value = schemaAt([...path, key]);
  return /\{[^}]*$/.test(current) ? keysOf(value) : valuesOf(value);
}

/** The names of all steps but the one that the place is in. */
function stepNames({ text, template }: TemplateDocument, before: readonly string[]): readonly Completion[] {
  const namesIn = (lines: readonly string[]) =>
    lines.flatMap((line) => /^\s*- +(?:\{ *)?name: *(['"]?)([\w .-]+?)\1 *(?:[,}#].*)?$/.exec(line)?.[2] ?? []);
  const names = template?.steps.map(({ name }) => name.value) ?? namesIn(text.split('\n'));
  const own = namesIn(before).at(-1);
  return names.filter((name) => name !== own).map((label) => ({ label, kind: 18 }));
}

/** The keys around a place, from the outermost. */
function keysAround(before: readonly string[], current: string): readonly string[] {
  const path: string[] = [];
  // Only lines whose content begins left of it are around.
  let limit = isItem(current) ? current.search(/\S/) + 1 : contentColumn(current);
  for (const line of before.toReversed()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const column = contentColumn(line);
    const key = keyIn(line);
    if (column < limit && key !== undefined) {
      path.unshift(key);
      limit = column;
    }
    // The first line of an item: what is around it begins at its dash, at the latest.
    if (isItem(line) && column === limit) limit = line.search(/\S/) + 1;
    if (limit === 0) break;
  }
  return path;
}

function isItem(line: string): boolean {
  return /^\s*-\s/.test(line);
}

function keyIn(line: string): string | undefined {
  return /^[\s-]*([\w-]+):(?:\s|$)/.exec(line)?.[1];
}

/** The column of the first character behind the dashes of lists. */
function contentColumn(line: string): number {
  return /^(?:\s|-(?=\s))*/.exec(line)?.[0].length ?? 0;
}

function schemaAt(path: readonly string[]): DataObject | undefined {
  let found: DataObject | undefined = schema;
  for (const key of path) {
    const properties: DataObject = (found?.['properties'] ?? {}) as DataObject;
    const next = (properties[key] ?? found?.['additionalProperties']) as DataObject | boolean | undefined;
    if (typeof next !== 'object') return undefined;
    found = (next['items'] as DataObject | undefined) ?? next;
  }
  return found;
}

function keysOf(found: DataObject | undefined): readonly Completion[] {
  return Object.entries((found?.['properties'] ?? {}) as Record<string, DataObject>)
    .filter(([, value]) => value['doNotSuggest'] !== true)
    .map(([label, { description }]) => ({
      label,
      kind: 10,
      ...(typeof description === 'string' && { documentation: description }),
    }));
}

function valuesOf(found: DataObject | undefined): readonly Completion[] {
  const values = found?.['enum'] ?? (found?.['type'] === 'boolean' ? [true, false] : []);
  return (values as readonly unknown[]).map((value) => ({ label: String(value), kind: 12 }));
}
