import type { JsonValue } from '../../json.ts';
import type { NumberField } from '../base/ranges.ts';
import { EvaluationError } from '../base/states-error.ts';
import { printData } from '../base/json-text.ts';
import { numberOf } from '../base/exact-number.ts';

/** Numbers of a Map state that a path may point at: a text that holds one will do. */
type MapNumber = Extract<NumberField, 'MaxConcurrency' | 'ToleratedFailureCount' | 'ToleratedFailurePercentage'>;

/** What Step Functions says of a number that is out of range. */
const OUT_OF_RANGE: Readonly<Record<MapNumber, (value: number) => string | undefined>> = {
  MaxConcurrency: (value) =>
    value < 0 ? `Expected non-negative integer for MaxConcurrency, got '${String(value)}' instead.` : undefined,
  ToleratedFailureCount: (value) => (value < 0 ? 'ToleratedFailureCount cannot be negative.' : undefined),
  ToleratedFailurePercentage: (value) =>
    value < 0 || value > 100 ? 'ToleratedFailurePercentage must be between 0 and 100.' : undefined,
};

export function isMapNumber(field: NumberField): field is MapNumber {
  return field in OUT_OF_RANGE;
}

/** The number that the `Path` of a field has found. Throws an {@link EvaluationError}. */
export function mapNumber(field: MapNumber, path: string, found: JsonValue): number {
  const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : numberOf(found);
  const isWhole = field !== 'ToleratedFailurePercentage';
  if (number === undefined || Number.isNaN(number) || (isWhole && !Number.isInteger(number))) {
    const text = typeof found === 'string' ? found : printData(found);
    const kind = isWhole ? 'integer' : 'float';
    throw new EvaluationError(`The ${field}Path field refers to value "${text}" which is not a valid ${kind}: ${path}`);
  }
  const problem = OUT_OF_RANGE[field](number);
  if (problem !== undefined) throw new EvaluationError(problem);
  return number;
}
