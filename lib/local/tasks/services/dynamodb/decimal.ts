/** A decimal number: `digits` × 10 to the power of `exponent`, without zeros at the end of `digits`. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Reads a number; undefined when the text is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', power = '0'] = FORM.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  return decimal(
    BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`.replace(/^-?$/, '0')),
    Number(power) - fraction.length,
  );
}

/** The shortest text without an exponent. */
export function formatDecimal({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = magnitude(digits);
  if (exponent >= 0) return sign + text + '0'.repeat(exponent);
  const padded = text.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return decimal(unitsOf(a, exponent) + unitsOf(b, exponent), exponent);
}

export function negateDecimal({ digits, exponent }: Decimal): Decimal {
  return { digits: -digits, exponent };
}

/** Below 0, 0 or above it, as `a` is less than `b`, equal to it or greater. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const { digits } = addDecimals(a, negateDecimal(b));
  return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

/** How many digits a number has that say something. */
export function precisionOf({ digits }: Decimal): number {
  return magnitude(digits).length;
}

/** The power of ten of the first digit: 2 for 123. */
export function orderOf({ digits, exponent }: Decimal): number {
  return magnitude(digits).length - 1 + exponent;
}

function decimal(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  const zeros = /0*$/.exec(digits.toString())?.[0].length ?? 0;
  return { digits: digits / 10n ** BigInt(zeros), exponent: exponent + zeros };
}

function unitsOf({ digits, exponent }: Decimal, unit: number): bigint {
  return digits * 10n ** BigInt(exponent - unit);
}

function magnitude(digits: bigint): string {
  return (digits < 0n ? -digits : digits).toString();
}
