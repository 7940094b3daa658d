import type { Span } from '../../diagnostics/source.ts';
import { quote } from '../../diagnostics/wording.ts';
import type { Data, DataObject, Located } from '../task-template.ts';

/** A YAML value with its place: plain data, aliases and merge keys already followed. */
export type YamlNode = YamlScalar | YamlList | YamlMapping;

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly value: null | boolean | number | string;
  readonly span: Span;
}

export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly span: Span;
}

export interface YamlMapping {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, YamlEntry>;
  readonly span: Span;
}

export interface YamlEntry {
  readonly key: Located<string>;
  readonly value: YamlNode;
}

/** The value without its places. */
export function toData(node: YamlNode): Data {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toData);
    case 'mapping':
      return toDataObject(node);
  }
}

export function toDataObject(mapping: YamlMapping): DataObject {
  return Object.fromEntries([...mapping.entries].map(([key, { value }]) => [key, toData(value)]));
}

/** What a value is, in words: `the number 3`, `a list`, `empty`. */
export function describe(node: YamlNode): string {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  switch (typeof node.value) {
    case 'string':
      return `the text ${quote(node.value)}`;
    case 'number':
      return `the number ${node.value}`;
    case 'boolean':
      return `the value ${node.value}`;
    default:
      return 'empty';
  }
}
