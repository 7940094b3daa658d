import type { JsonValue } from '../../json.ts';

/** The name of the step that an event is for. */
export function stepOf(event: JsonValue): string {
  const { step } = (event ?? {}) as { readonly step?: { readonly name?: unknown } };
  return typeof step?.name === 'string' ? step.name : '';
}
