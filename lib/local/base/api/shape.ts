import { AwsError, validationError } from './aws-error.ts';

/** What a member of a request may be: the constraints of the API's model. */
export type Shape =
  | {
      readonly kind: 'text';
      readonly min?: number;
      readonly max?: number;
      readonly pattern?: string;
      readonly values?: readonly string[];
    }
  | { readonly kind: 'integer' | 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'list'; readonly of: Shape; readonly min?: number; readonly max?: number }
  | { readonly kind: 'object'; readonly fields: Fields };

/** The members of a request or of an object in it. */
export type Fields = Readonly<Record<string, Shape & { readonly required?: true }>>;

type RequiredKey<F> = { [K in keyof F]: F[K] extends { readonly required: true } ? K : never }[keyof F];

/** The values that pass {@link checkRequest} for `F`. */
export type Checked<F extends Fields> = { readonly [K in RequiredKey<F>]: CheckedValue<F[K]> } & {
  readonly [K in Exclude<keyof F, RequiredKey<F>>]?: CheckedValue<F[K]>;
};

type CheckedValue<S> = S extends { readonly kind: 'text'; readonly values: readonly (infer V)[] }
  ? V
  : S extends { readonly kind: 'text' }
    ? string
    : S extends { readonly kind: 'integer' | 'number' }
      ? number
      : S extends { readonly kind: 'flag' }
        ? boolean
        : S extends { readonly kind: 'list'; readonly of: infer I }
          ? readonly CheckedValue<I>[]
          : S extends { readonly kind: 'object'; readonly fields: infer O extends Fields }
            ? Checked<O>
            : never;

/**
 * Checks a request against its fields as the AWS API does: a value of a wrong type is a `SerializationException`, all
 * broken constraints together are one `ValidationException`. Members that the fields do not name are dropped.
 */
export function checkRequest<F extends Fields>(fields: F, request: unknown): Checked<F> {
  const problems: string[] = [];
  const checked = checkFields(fields, request, '', problems);
  if (problems.length > 0) {
    const count = problems.length === 1 ? '1 validation error' : `${String(problems.length)} validation errors`;
    throw validationError(`${count} detected: ${problems.join('; ')}`);
  }
  return checked as Checked<F>;
}

function checkFields(fields: Fields, value: unknown, path: string, problems: string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw misfit(value, 'a structure');
  const given = value as Readonly<Record<string, unknown>>;
  const checked: Record<string, unknown> = {};
  for (const [name, shape] of Object.entries(fields)) {
    const member = Object.hasOwn(given, name) ? given[name] : undefined;
    const at = path === '' ? name : `${path}.${name}`;
    if (member !== undefined && member !== null) checked[name] = checkValue(shape, member, at, problems);
    else if (shape.required === true) problems.push(problem(null, at, 'Member must not be null'));
  }
  return checked;
}

function checkValue(shape: Shape, value: unknown, path: string, problems: string[]): unknown {
  switch (shape.kind) {
    case 'text':
      if (typeof value !== 'string') throw misfit(value, 'a String');
      checkText(shape, value, path, problems);
      return value;
    case 'integer':
      if (typeof value !== 'number') throw misfit(value, 'an Integer');
      checkRange(Math.trunc(value), shape, 'value', path, problems, value);
      return Math.trunc(value);
    case 'number':
      if (typeof value !== 'number') throw misfit(value, 'a Float');
      checkRange(value, shape, 'value', path, problems, value);
      return value;
    case 'flag':
      if (typeof value !== 'boolean') throw misfit(value, 'a Boolean');
      return value;
    case 'list':
      if (!Array.isArray(value)) throw misfit(value, 'a list');
      checkRange(value.length, shape, 'length', path, problems, value);
      return value.map((item, index) => checkValue(shape.of, item, `${path}.${String(index + 1)}.member`, problems));
    case 'object':
      return checkFields(shape.fields, value, path, problems);
  }
}

function checkText(shape: Shape & { kind: 'text' }, value: string, path: string, problems: string[]): void {
  checkRange(value.length, shape, 'length', path, problems, value);
  if (shape.pattern !== undefined && !new RegExp(shape.pattern, 'u').test(value)) {
    problems.push(problem(value, path, `Member must satisfy regular expression pattern: ${shape.pattern}`));
  }
  if (shape.values !== undefined && !shape.values.includes(value)) {
    problems.push(problem(value, path, `Member must satisfy enum value set: [${shape.values.join(', ')}]`));
  }
}

function checkRange(
  size: number,
  { min, max }: { readonly min?: number; readonly max?: number },
  what: 'value' | 'length',
  path: string,
  problems: string[],
  value: unknown,
): void {
  if (min !== undefined && size < min) {
    problems.push(problem(value, path, `Member must have ${what} greater than or equal to ${String(min)}`));
  }
  if (max !== undefined && size > max) {
    problems.push(problem(value, path, `Member must have ${what} less than or equal to ${String(max)}`));
  }
}

function problem(value: unknown, path: string, constraint: string): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const shown = value === null ? 'null' : `'${text}'`;
  return `Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`;
}

function misfit(value: unknown, wanted: string): AwsError {
  const kinds: Readonly<Record<string, string>> = { string: 'STRING_VALUE', number: 'NUMBER_VALUE' };
  const kind = kinds[typeof value] ?? (typeof value === 'boolean' ? `${String(value).toUpperCase()}_VALUE` : undefined);
  return new AwsError(
    'SerializationException',
    kind === undefined
      ? 'Start of structure or map found where not expected.'
      : `${kind} can not be converted to ${wanted}`,
  );
}
