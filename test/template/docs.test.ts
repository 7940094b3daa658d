import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MappingShape } from '../../lib/template/shape/mapping-shape.ts';
import { batchConfigShape } from '../../lib/template/shape/read-batch-config.ts';
import { environmentShape, overrideShape } from '../../lib/template/shape/read-environment.ts';
import { eventShape } from '../../lib/template/shape/read-event.ts';
import { handlerShape } from '../../lib/template/shape/read-handler.ts';
import { retryShape } from '../../lib/template/shape/read-retry.ts';
import { stepShape } from '../../lib/template/shape/read-step.ts';
import { domainEventShape, storedShapes } from '../../lib/template/shape/read-stored.ts';
import { templateShape } from '../../lib/template/shape/read-template.ts';
import { expectValid } from '../support/expect-diagnostics.ts';

const shapes: readonly MappingShape[] = [
  templateShape,
  ...Object.values(storedShapes),
  domainEventShape,
  stepShape,
  handlerShape,
  retryShape,
  eventShape,
  batchConfigShape,
  environmentShape,
  overrideShape,
];

const page = readFileSync('docs/reference/templates.md', 'utf8');
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] ?? '');

describe('docs/reference/templates.md', () => {
  it('has examples that are valid: a template, and environments for it', () => {
    expect(examples).toHaveLength(2);
    expectValid(examples.join(''));
  });

  it('names every key and every old spelling that the shapes know', () => {
    const keys = shapes.flatMap((shape) => Object.keys(shape.schema.shape));
    const legacy = shapes.flatMap(({ spellings = {} }) =>
      Object.keys(spellings).filter((key) => spellings[key]?.kind !== 'ignored'),
    );
    const words = new Set(page.match(/\w+/g));
    expect([...keys, ...legacy].filter((key) => !words.has(key))).toEqual([]);
  });
});
