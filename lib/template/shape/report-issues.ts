import * as z from 'zod';
import type { Report } from '../../diagnostics/report.ts';
import { badLength, badValue, outOfRange, wrongType } from './diagnostics.ts';
import { asYaml, quote } from '../../diagnostics/wording.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { describe, toData, type YamlEntry, type YamlNode } from '../yaml/yaml-node.ts';
import { innermost } from './schemas.ts';

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  record: 'a mapping',
};
/** Names from older versions and other texts, too far from the right ones to be guessed by their spelling. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  deferred: 'deferred_convergence',
  convergence: 'deferred_convergence',
  decision_point: 'decision',
  isolate_failed: 'isolate',
};

/** Says what a schema found wrong with the value of a key. */
export function reportIssues(
  { key, value }: YamlEntry,
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  report: Report,
): void {
  for (const issue of issues) {
    const item = issue.path.map((index) => `[${String(index)}]`).join('');
    reportIssue(`${key.value}${item}`, nodeAt(value, issue.path), schema, issue, report);
  }
}

function reportIssue(key: string, node: YamlNode, schema: z.ZodType, issue: z.core.$ZodIssue, report: Report): void {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = EXPECTED[isWholeNumber(schema) ? 'int' : issue.expected] ?? issue.expected;
      const write = rewritten(node, issue.expected);
      report(wrongType, node.span, { key, expected, got: describe(node), write });
      return;
    }
    case 'invalid_value': {
      const value = toData(node);
      const allowed = issue.values.map(String);
      const likely = typeof value === 'string' ? (otherName(value, allowed) ?? suggest(value, allowed)) : undefined;
      report(badValue, node.span, { key, value, allowed, suggest: likely });
      return;
    }
    case 'too_small':
    case 'too_big': {
      const value = toData(node);
      const { min, max } = boundsOf(schema);
      if (typeof value === 'string') report(badLength, node.span, { key, length: value.length, max });
      else report(outOfRange, node.span, { key, value: Number(value), min, max: max < Infinity ? max : undefined });
      return;
    }
    default:
      throw new Error(`There is no diagnostic for the complaint "${issue.code}" about "${key}".`);
  }
}

/** The same value as it should have been written, when that is plain to see. */
function rewritten(node: YamlNode, expected: string): string | undefined {
  if (node.kind !== 'scalar' || node.value === null) return undefined;
  const written = node.span.file.text.slice(node.span.start, node.span.end);
  const value = String(node.value);
  switch (expected) {
    case 'string':
      return quote(written);
    case 'array':
      return typeof node.value === 'string' ? `a list: [${asYaml(node.value)}]` : undefined;
    case 'boolean':
      return /^(yes|on|true)$/i.test(value) ? 'true' : /^(no|off|false)$/i.test(value) ? 'false' : undefined;
    case 'int':
    case 'number':
      return /^\d{1,9}$/.test(value) ? value : undefined;
    default:
      return undefined;
  }
}

function otherName(value: string, allowed: readonly string[]): string | undefined {
  const name = Object.hasOwn(OTHER_NAMES, value) ? OTHER_NAMES[value] : undefined;
  return name !== undefined && allowed.includes(name) ? name : undefined;
}

function boundsOf(schema: z.ZodType): { readonly min: number; readonly max: number } {
  const inner = innermost(schema);
  if (inner instanceof z.ZodString) return { min: inner.minLength ?? 0, max: inner.maxLength ?? Infinity };
  if (!(inner instanceof z.ZodNumber)) return { min: -Infinity, max: Infinity };
  const max = inner.maxValue ?? Infinity;
  return { min: inner.minValue ?? -Infinity, max: max < Number.MAX_SAFE_INTEGER ? max : Infinity };
}

function isWholeNumber(schema: z.ZodType): boolean {
  const inner = innermost(schema);
  return inner instanceof z.ZodNumber && inner.isInt;
}

function nodeAt(node: YamlNode, path: readonly PropertyKey[]): YamlNode {
  const [index, ...rest] = path;
  const child = node.kind === 'list' && typeof index === 'number' ? node.items[index] : undefined;
  return child === undefined ? node : nodeAt(child, rest);
}
