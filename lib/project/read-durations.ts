import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import type { Outcome } from '../diagnostics/outcome.ts';
import { fileStart } from '../diagnostics/source.ts';
import { whyNotJson } from '../json.ts';
import { invalidDurations } from './diagnostics.ts';
import { readTextFile } from './read-text-file.ts';

/** How long steps usually take, in ms, by step name. */
export type Durations = ReadonlyMap<string, number>;

/**
 * Reads how long steps usually take from a JSON file, as `tasker-sfn learn` writes it: `{"step": milliseconds}`.
 *
 * @param from The folder from which a relative path starts.
 */
export function readDurations(path: string, from: string): Outcome<Durations> {
  const source = readTextFile(path, from);
  if (source.value === undefined) return { diagnostics: source.diagnostics };
  const span = fileStart(source.value);
  const refuse = (reason: string) => ({ diagnostics: [makeDiagnostic(invalidDurations, span, { path, reason })] });
  let value: unknown;
  try {
    value = JSON.parse(source.value.text);
  } catch (error) {
    return refuse(`it is not valid JSON: ${whyNotJson(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('it must hold a JSON object, such as {"step": 250}');
  }
  const durations = new Map<string, number>();
  for (const [step, duration] of Object.entries(value)) {
    if (typeof duration !== 'number' || duration <= 0) return refuse(`it gives "${step}" no duration in ms above 0`);
    durations.set(step, duration);
  }
  return { value: durations, diagnostics: [] };
}
