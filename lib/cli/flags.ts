import { type Command, Option } from 'commander';
import { UsageError } from './exit-code.ts';

/** A flag as a command declares it. `T` is what the command gets: with `undefined` where the flag may be absent. */
export interface Flag<T> {
  /** The flag for the argument parser, under its name such as `--real-time`. */
  readonly toOption: (name: string) => Option;
  /** For the compiler alone: no flag has it. */
  readonly valueType?: T;
}

/** The flags of a command by the keys under which it gets their values: `realTime` is `--real-time`. */
export type Flags = Readonly<Record<string, Flag<unknown>>>;

type ValueOf<F> = F extends Flag<infer T> ? T : never;
type MayBeAbsent<F extends Flags> = { [K in keyof F]: undefined extends ValueOf<F[K]> ? K : never }[keyof F];

/** What a command gets whose flags are declared so. */
export type FlagsOf<F extends Flags> = {
  readonly [K in Exclude<keyof F, MayBeAbsent<F>>]: ValueOf<F[K]>;
} & { readonly [K in MayBeAbsent<F>]?: Exclude<ValueOf<F[K]>, undefined> };

interface Extras {
  /** One letter, such as `o`. */
  readonly short?: string;
  /** The key of a flag that cannot stand beside this one. */
  readonly conflicts?: string;
}

/** A flag without a value. */
export function toggle(description: string, extras?: Extras): Flag<boolean | undefined> {
  return { toOption: (name) => option(name, '', description, extras) };
}

/** A flag that turns something off: `inputCheck` is `--no-input-check`, and true where the flag is absent. */
export function negated(description: string): Flag<boolean> {
  return { toOption: (name) => option(name.replace('--', '--no-'), '', description) };
}

/** A flag with a text, such as `<file>`. */
export function text(value: string, description: string, extras?: Extras): Flag<string | undefined> {
  return { toOption: (name) => option(name, value, description, extras) };
}

/** A flag with several texts, such as `<path...>`. */
export function texts(value: `${string}...>`, description: string): Flag<readonly string[] | undefined> {
  return { toOption: (name) => option(name, value, description) };
}

/** A flag that may be given several times. */
export function repeated(value: string, description: string): Flag<readonly string[] | undefined> {
  const collect = (each: string, before: string[] = []) => [...before, each];
  return { toOption: (name) => option(name, value, description).argParser(collect) };
}

/** A flag with a value that is read from its text; `parse` throws an `InvalidArgumentError` where it cannot be. */
export function parsed<T>(
  value: string,
  description: string,
  parse: (text: string) => T,
  extras?: Extras,
): Flag<T | undefined> {
  return { toOption: (name) => option(name, value, description, extras).argParser(parse) };
}

/** A flag that takes one of some texts. */
export function choice<const T extends string>(
  value: string,
  description: string,
  choices: readonly T[],
): Flag<T | undefined> {
  return { toOption: (name) => option(name, value, description).choices(choices) };
}

/** The same flag, with the value that the command gets when the flag is absent. */
export function withDefault<T>(flag: Flag<T | undefined>, standard: NoInfer<T>): Flag<T> {
  return { toOption: (name) => flag.toOption(name).default(standard) };
}

/** Adds flags to a command, in the order in which they are declared. */
export function addFlags(command: Command, flags: Flags): Command {
  for (const option of optionsOf(flags).values()) command.addOption(option);
  return command;
}

/** Refuses flags that the command line gives and that are nothing for what it names; `reason` follows the flag. */
export function refuseFlags(flags: Flags, given: Readonly<Record<string, unknown>>, reason: string): void {
  for (const [key, { long, negate, defaultValue }] of optionsOf(flags)) {
    const absent: unknown = negate ? true : defaultValue;
    if (given[key] !== undefined && given[key] !== absent) throw new UsageError(`${long ?? key} ${reason}`);
  }
}

function optionsOf(flags: Flags): ReadonlyMap<string, Option> {
  const nameOf = (key: string) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return new Map(Object.entries(flags).map(([key, flag]) => [key, flag.toOption(nameOf(key))]));
}

function option(name: string, value: string, description: string, { short, conflicts }: Extras = {}): Option {
  const names = short === undefined ? name : `-${short}, ${name}`;
  const made = new Option(`${names} ${value}`.trim(), description);
  return conflicts === undefined ? made : made.conflicts(conflicts);
}
