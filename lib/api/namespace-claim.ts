import type { AccessRequest, Authorize } from './task-access.ts';

/** What API Gateway tells of a caller whom an authorizer has let in, by the kind of API and of authorizer. */
interface Authorizer {
  readonly jwt?: { readonly claims?: Claims };
  readonly claims?: Claims;
  readonly lambda?: Claims;
}

type Claims = Readonly<Record<string, unknown>>;

/**
 * Grants what a claim of the caller's token says: namespaces, separated by spaces or commas. `shop` grants everything in a
 * namespace, `shop:read` reading, `*` and `*:read` all namespaces. Who has no such claim may do nothing.
 */
export function byNamespaceClaim(claim: string): Authorize {
  return ({ action, namespace, context }) => {
    const granted = namesIn(claimOf(context, claim));
    const places = [namespace, '*'];
    return places.some((place) => granted.has(place) || (action === 'read' && granted.has(`${place}:read`)));
  };
}

function claimOf(context: AccessRequest['context'], claim: string): unknown {
  const env = (context.env ?? {}) as { readonly requestContext?: { readonly authorizer?: Authorizer & Claims } };
  const authorizer = env.requestContext?.authorizer;
  const claims = authorizer?.jwt?.claims ?? authorizer?.claims ?? authorizer?.lambda ?? authorizer ?? {};
  return Object.hasOwn(claims, claim) ? claims[claim] : undefined;
}

/** API Gateway writes a claim that is a list as `[a b]`. */
function namesIn(value: unknown): ReadonlySet<string> {
  const texts = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
  const names = texts.flatMap((text) => text.replace(/^\[(.*)\]$/, '$1').split(/[\s,]+/));
  return new Set(names.filter((name) => name !== ''));
}
