import { type Document, isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import type { Report } from '../../diagnostics/report.ts';
import {
  badMerge,
  duplicateKey,
  nonStringKey,
  recursiveAlias,
  reservedKey,
  tooManyAliases,
  unknownAlias,
  unrepresentableNumber,
} from './diagnostics.ts';
import type { SourceFile, Span } from '../../diagnostics/source.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import type { Located } from '../task-template.ts';
import { describe, type YamlEntry, type YamlMapping, type YamlNode, type YamlScalar } from './yaml-node.ts';

/** Values that aliases may add. A retry policy that is shared by a thousand steps adds about ten thousand. */
const MOST_ALIASED_VALUES = 100_000;

/** What an anchor marks, and how many values that is with all aliases in it; no node while it is being read. */
interface Anchored {
  readonly node?: YamlNode;
  readonly size: number;
}

/** The document's contents as plain nodes with places. Nothing when its aliases never end, or hardly ever. */
export function convertYaml(document: Document.Parsed, file: SourceFile, report: Report): YamlNode | undefined {
  const converter = new Converter(file, report);
  const root = converter.convert(document.contents, 0);
  return converter.gaveUp ? undefined : root;
}

class Converter {
  gaveUp = false;
  private values = 0;
  private aliasedValues = 0;
  private readonly anchors = new Map<string, Anchored>();
  private readonly file: SourceFile;
  private readonly report: Report;

  constructor(file: SourceFile, report: Report) {
    this.file = file;
    this.report = report;
  }

  /** `offset` places a value that has no text of its own. */
  convert(node: unknown, offset: number): YamlNode {
    if (isAlias(node)) return this.follow(node.source, this.spanOf(node.range, offset));
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor === undefined) return this.convertPlain(node, offset);
    const before = this.values;
    this.anchors.set(anchor, { size: 0 });
    const converted = this.convertPlain(node, offset);
    this.anchors.set(anchor, { node: converted, size: this.values - before });
    return converted;
  }

  private convertPlain(node: unknown, offset: number): YamlNode {
    this.values += 1;
    if (isMap(node)) return this.convertMapping(node, this.spanOf(node.range, offset));
    if (isSeq(node)) {
      const span = this.spanOf(node.range, offset);
      return { kind: 'list', items: node.items.map((item) => this.convert(item, span.start)), span };
    }
    if (isScalar(node)) return this.convertScalar(node.value, this.spanOf(node.range, offset));
    return { kind: 'scalar', value: null, span: { file: this.file, start: offset, end: offset } };
  }

  private convertScalar(value: unknown, span: Span): YamlScalar {
    if (value === null || typeof value === 'string' || typeof value === 'boolean')
      return { kind: 'scalar', value, span };
    const text = this.textOf(span);
    if (typeof value !== 'number') return { kind: 'scalar', value: text, span };
    // JSON has no infinities, and beyond 2^53 not every integer: a changed account number is worse than an error.
    const exact = Number.isFinite(value) && (!/^[-+]?\d+$/.test(text) || Number.isSafeInteger(value));
    if (!exact) this.report(unrepresentableNumber, span, { text });
    return { kind: 'scalar', value: exact ? value : 0, span };
  }

  private convertMapping(map: YAMLMap, span: Span): YamlMapping {
    const own = new Map<string, YamlEntry>();
    const merged = new Map<string, YamlEntry>();
    for (const pair of map.items) {
      const key = this.convertKey(pair.key, span);
      const value = this.convert(pair.value, key?.span.end ?? span.start);
      if (key === undefined) continue;
      if (key.value === '<<') this.merge(value, key.span, merged);
      else this.addEntry({ key, value }, own);
    }
    for (const [key, entry] of own) merged.set(key, entry);
    return { kind: 'mapping', entries: merged, span };
  }

  private addEntry(entry: YamlEntry, entries: Map<string, YamlEntry>): void {
    const { value: key, span } = entry.key;
    const first = entries.get(key);
    if (first !== undefined) {
      this.report(duplicateKey, span, { key }, [{ message: 'The first one is here.', span: first.key.span }]);
    } else if (key === '__proto__') {
      this.report(reservedKey, span, { key });
    } else {
      entries.set(key, entry);
    }
  }

  private convertKey(node: unknown, mapping: Span): Located<string> | undefined {
    const key = this.convert(node, mapping.start);
    if (key.kind === 'scalar' && typeof key.value === 'string') return { value: key.value, span: key.span };
    const text = key.kind === 'scalar' ? this.textOf(key.span) : undefined;
    this.report(nonStringKey, key.span, { key: describe(key), text });
    return undefined;
  }

  /** YAML 1.1 merge keys: of several mappings the first wins, and the mapping's own keys win over all. */
  private merge(value: YamlNode, span: Span, into: Map<string, YamlEntry>): void {
    for (const source of value.kind === 'list' ? value.items : [value]) {
      if (source.kind !== 'mapping') {
        this.report(badMerge, span, {});
        continue;
      }
      for (const [key, entry] of source.entries) if (!into.has(key)) into.set(key, entry);
    }
  }

  private follow(name: string, span: Span): YamlNode {
    const anchored = this.anchors.get(name);
    const size = anchored?.size ?? 0;
    this.values += size;
    this.aliasedValues += size;
    if (!this.gaveUp && anchored?.node === undefined) {
      const known = [...this.anchors.keys()];
      if (anchored !== undefined) this.report(recursiveAlias, span, { name });
      else this.report(unknownAlias, span, { name, suggest: suggest(name, known) });
      this.gaveUp = true;
    } else if (!this.gaveUp && this.aliasedValues > MOST_ALIASED_VALUES) {
      this.report(tooManyAliases, span, { limit: MOST_ALIASED_VALUES });
      this.gaveUp = true;
    }
    return anchored?.node ?? { kind: 'scalar', value: null, span };
  }

  private textOf(span: Span): string {
    return this.file.text.slice(span.start, span.end);
  }

  private spanOf(range: readonly number[] | null | undefined, offset: number): Span {
    return { file: this.file, start: range?.[0] ?? offset, end: range?.[1] ?? offset };
  }
}
