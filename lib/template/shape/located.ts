import type { Span } from '../../diagnostics/source.ts';
import type { Located } from '../task-template.ts';
import type { YamlMapping, YamlNode } from '../yaml/yaml-node.ts';
import type { Written } from './mapping-shape.ts';

/** A value that was read, with the place of the key's value. */
export function located<T>(value: T | undefined, key: string, written: Written): Located<T> | undefined {
  const span = written.entries.get(key)?.value.span;
  return value === undefined || span === undefined ? undefined : { value, span };
}

/** The mapping that a key holds, unless its value is something else. */
export function mappingAt(key: string, { entries }: Written): YamlMapping | undefined {
  const node = entries.get(key)?.value;
  return node?.kind === 'mapping' ? node : undefined;
}

/** The items of the list that a key holds; none when its value is something else. */
export function itemsAt(key: string, { entries }: Written): readonly YamlNode[] {
  const node = entries.get(key)?.value;
  return node?.kind === 'list' ? node.items : [];
}

/** Where to point at a mapping as a whole: at its first key, since its text may go on for pages. */
export function headOf(mapping: YamlMapping): Span {
  const [first] = mapping.entries.values();
  return first?.key.span ?? mapping.span;
}

/** The place of a key, or of its owner when the key was not written. */
export function keySpan(key: string, { entries }: Written, fallback: Span): Span {
  return entries.get(key)?.key.span ?? fallback;
}

/** The text that a mapping has under `name`: by it messages call the thing. */
export function nameIn(mapping: YamlMapping): Located<string> | undefined {
  const node = mapping.entries.get('name')?.value;
  return node?.kind === 'scalar' && typeof node.value === 'string' && node.value !== ''
    ? { value: node.value, span: node.span }
    : undefined;
}
