import { InvalidArgumentError } from 'commander';
import { isPrefix, PREFIX_RULE } from '../contract/state-machine-name.ts';

/** Reads a whole number of a flag. */
export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** Reads a number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

/** Reads the number of a port. */
export function port(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('It must be a port, from 0 to 65535.');
}

/** Reads the URL of a service. */
export function url(text: string): string {
  if (/^https?:\/\/./.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError('It must be a URL, such as http://localhost:8083.');
}

/** Reads the prefix of an environment. */
export function prefix(text: string): string {
  if (isPrefix(text)) return text;
  throw new InvalidArgumentError(`${PREFIX_RULE}.`);
}
