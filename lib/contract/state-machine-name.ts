import { shortHash } from './short-hash.ts';

/** Step Functions takes names of so many characters. */
const MOST_CHARS = 80;

/** As many characters has a hash. */
const HASH_CHARS = 8;

/** What tells one task template from another. */
export interface TemplateIdentity {
  /** `namespace_name` of the template. */
  readonly namespace: string;
  /** `name` of the template. */
  readonly name: string;
  /** `version` of the template. */
  readonly version: string;
}

/** What separates the prefix of an environment from what it goes before. No name without a prefix holds it. */
const SEPARATOR = '--';

/** What a prefix may be, in words. */
export const PREFIX_RULE =
  'A prefix is a letter and then letters, digits and single hyphens between them, 20 characters at most';

/** Whether a text may be the prefix of an environment; see {@link PREFIX_RULE}. */
export function isPrefix(text: string): boolean {
  return text.length <= 20 && /^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/.test(text);
}

/** A physical name in an environment, such as `dev--orders`; without a prefix the name as it is. */
export function withPrefix(prefix: string | undefined, name: string): string {
  return prefix === undefined ? name : prefix + SEPARATOR + name;
}

/** The prefix of the environment that a state machine belongs to, by the machine's name; undefined when it has none. */
export function prefixOf(machineName: string): string | undefined {
  const end = machineName.indexOf(SEPARATOR);
  return end === -1 ? undefined : machineName.slice(0, end);
}

/**
 * What the names of all state machines of an environment match, whatever their template and version, in the patterns of
 * IAM: `*` is any text, `?` one character. Those without a prefix match names with one, too.
 */
export function machineNamePatterns(prefix: string | undefined): readonly string[] {
  // They end with a version, or with a hash.
  return ['*-*_*_*', `*-${'?'.repeat(HASH_CHARS)}`].map((pattern) => withPrefix(prefix, pattern));
}

/** What the names of state machines with a prefix match, whatever it is, in the patterns of IAM: the separator, amid anything. */
export const PREFIXED_NAMES = '*--*';

/**
 * The name of the state machine that runs a part of a template's tasks: the name of the machine of the whole, and a hash. It is one of those
 * that `machineNamePatterns` match.
 *
 * @param machine The name of the machine of the whole.
 * @param part What tells the part from the others.
 */
export function childMachineName(machine: string, part: string): string {
  return childName(machine, shortHash(`${machine}\n${part}`));
}

/** What the names of all machines match that run parts of a machine's tasks, in the patterns of IAM. */
export function childMachinePattern(machine: string): string {
  return childName(machine, '?'.repeat(HASH_CHARS));
}

function childName(machine: string, end: string): string {
  return `${machine.slice(0, MOST_CHARS - end.length - 1).replace(/-$/, '_')}-${end}`;
}

/**
 * The name of the state machine that runs a template. Names, versions and prefixes that differ never share one: where
 * characters had to be replaced or cut, a hash of the whole ends the name.
 *
 * @param prefix The environment's prefix, where several live in one account.
 *
 * @example
 * ```ts
 * import { stateMachineName } from 'tasker-sfn/client';
 * stateMachineName({ namespace: 'shop', name: 'checkout', version: '1.0.0' }); // 'shop-checkout-1_0_0'
 * stateMachineName({ namespace: 'shop', name: 'checkout', version: '1.0.0' }, 'dev'); // 'dev--shop-checkout-1_0_0'
 * ```
 */
export function stateMachineName({ namespace, name, version }: TemplateIdentity, prefix?: string): string {
  const readable = `${namespace}-${name}-${version.replaceAll('.', '_')}`;
  const allowed = readable.replace(/[^A-Za-z0-9_-]/g, '_').replace(/-(?=-)/g, '_');
  // Else another identity could read the same.
  const isClear = allowed === readable && !namespace.includes('-') && !/[_-]/.test(version);
  const whole = withPrefix(prefix, allowed);
  if (isClear && whole.length <= MOST_CHARS) return whole;
  const hash = shortHash(JSON.stringify([namespace, name, version]));
  return `${whole.slice(0, MOST_CHARS - hash.length - 1).replace(/-$/, '_')}-${hash}`;
}
