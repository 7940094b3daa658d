import type { JsonValue } from '../json.ts';
import type { Publication } from './publication.ts';

/** The events that steps publish, as the runtimes of other languages than TypeScript read them: by `namespace/name/version` and step. */
export type DeclaredEvents = Readonly<Record<string, Readonly<Record<string, readonly object[]>>>>;

/** What the schemas of a publication say by patterns, each in words that other languages share. */
export function portablePatternsOf({ steps }: Publication): Readonly<Record<string, string>> {
  return Object.fromEntries(steps.flatMap(({ events }) => events.flatMap(({ patterns }) => Object.entries(patterns))));
}

/** The events of a publication. */
export function declaredEvents({ steps }: Publication): DeclaredEvents {
  const declared: Record<string, Record<string, readonly object[]>> = {};
  for (const { template, step, events } of steps) {
    const list = events.map(
      ({ declaration, schema }) => ({ ...declaration, schema }) satisfies Record<string, JsonValue | object>,
    );
    declared[template] = { ...declared[template], [step]: list };
  }
  return declared;
}
