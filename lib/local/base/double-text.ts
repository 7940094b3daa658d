/**
 * A double as Java writes it, and so AWS: at least one digit after the point, and an exponent below a thousandth and from ten
 * million on. See `Double.toString` of Java.
 */
export function doubleText(number: number): string {
  const size = Math.abs(number);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) {
    return Number.isInteger(number) ? `${Object.is(number, -0) ? '-0' : String(number)}.0` : String(number);
  }
  const [digits = '', exponent = ''] = number.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${String(Number(exponent))}`;
}
