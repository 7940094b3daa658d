import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

const COOKIE = 'tasker_sfn_console';

/**
 * Lets in who knows the token: it stands in the address that is printed where the console is served, and from then on in a cookie that no
 * script sees and no other site can send.
 */
export function requireToken(token: string): MiddlewareHandler {
  return async (c, next) => {
    const given = c.req.query('token');
    if (given !== undefined && isEqual(given, token)) {
      setCookie(c, COOKIE, token, { httpOnly: true, sameSite: 'Strict', path: '/' });
      const address = new URL(c.req.url);
      address.searchParams.delete('token');
      return c.redirect(`${address.pathname}${address.search}`);
    }
    if (isEqual(getCookie(c, COOKIE) ?? '', token)) return next();
    return c.text(
      'The console is served to other machines here, so it asks for a token: open the address that was printed at its start.\n',
      401,
    );
  };
}

/** In a time that tells nothing of where they differ. */
function isEqual(a: string, b: string): boolean {
  const hashOf = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hashOf(a), hashOf(b));
}
