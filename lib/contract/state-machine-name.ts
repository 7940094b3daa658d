import { shortHash } from './short-hash.ts';

/** Step Functions takes names of so many characters. */
const MOST_CHARS = 80;

/** What tells one task template from another. */
export interface TemplateIdentity {
  /** `namespace_name` of the template. */
  readonly namespace: string;
  /** `name` of the template. */
  readonly name: string;
  /** `version` of the template. */
  readonly version: string;
}

/**
 * The name of the state machine that runs a template. Names and versions that differ never share one: where characters
 * had to be replaced or cut, a hash of the whole identity ends the name.
 *
 * @example
 * ```ts
 * import { stateMachineName } from 'tasker-sfn/client';
 * stateMachineName({ namespace: 'shop', name: 'checkout', version: '1.0.0' }); // 'shop-checkout-1_0_0'
 * ```
 */
export function stateMachineName({ namespace, name, version }: TemplateIdentity): string {
  const readable = `${namespace}-${name}-${version.replaceAll('.', '_')}`;
  const allowed = readable.replace(/[^A-Za-z0-9_-]/g, '_');
  // Else another identity could read the same.
  const isClear = allowed === readable && !namespace.includes('-') && !/[_-]/.test(version);
  if (isClear && allowed.length <= MOST_CHARS) return allowed;
  const hash = shortHash(JSON.stringify([namespace, name, version]));
  return `${allowed.slice(0, MOST_CHARS - hash.length - 1)}-${hash}`;
}
