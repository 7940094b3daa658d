import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** The name or address of a `Host` header, and its port. */
const HOST = /^(\[[^\]]+\]|[^:/?#@\\\s]+)(?::(\d{1,5}))?$/;
/** Fetches of a page that was loaded from here itself, and those that the user makes in the address bar. */
const OWN_FETCHES = new Set(['same-origin', 'none']);

/**
 * Why a caller is not answered; undefined when it is. Programs are answered, web pages of others are not: a page may send
 * requests to this machine, and by a name of its own that leads here (DNS rebinding) it may read the answers too. So the `Host`
 * must be a loopback name, an IP address or one of `allowedHosts`, and what a browser says of a page (`Origin`,
 * `Sec-Fetch-Site`) must name this server itself.
 */
export function refusalOf({ headers }: IncomingMessage, allowedHosts: readonly string[]): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  const [, name] = HOST.exec(host) ?? [];
  if (name === undefined || !isAllowed(name, allowedHosts)) {
    return `The host "${name ?? host}" is not served here. Start the server with --allow-host ${name ?? 'NAME'} to serve it.`;
  }
  const isForeign = origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`;
  if (isForeign || (typeof site === 'string' && !OWN_FETCHES.has(site))) {
    return 'Web pages of other origins are not served here.';
  }
  return undefined;
}

function isAllowed(name: string, allowedHosts: readonly string[]): boolean {
  const plain = name.toLowerCase().replace(/\.$/, '');
  if (plain === 'localhost' || plain.endsWith('.localhost')) return true;
  if (isIP(plain.startsWith('[') ? plain.slice(1, -1) : plain) !== 0) return true;
  return allowedHosts.some((allowed) => allowed.toLowerCase().replace(/\.$/, '') === plain);
}
