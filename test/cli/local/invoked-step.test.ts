import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { invokedStep } from '../../../lib/cli/local/invoked-step.ts';
import type { JsonObject, JsonValue } from '../../../lib/json.ts';
import { scenarios } from '../../wire/scenarios.ts';

const cases = join(import.meta.dirname, '../../wire/cases');

describe('the step that an event is for', () => {
  it.each(readdirSync(cases).map((file) => file.replace('.json', '')))('is known of all events of %s', (scenario) => {
    const recorded = JSON.parse(readFileSync(join(cases, `${scenario}.json`), 'utf8')) as {
      readonly name: string;
      readonly event: JsonObject;
    }[];
    const run = scenarios.find(({ name }) => name === scenario)?.execution ?? `task-of-${scenario}`;
    for (const { name, event } of recorded) {
      expect(invokedStep(event)).toEqual({ step: name.slice(name.indexOf('/') + 1), run });
    }
  });

  it.each<JsonValue>([null, 7, 'text', {}, { step: 7, execution: 'now', data: [] }])('is none of %j', (event) => {
    expect(invokedStep(event)).toEqual({ step: '', run: undefined });
  });
});
