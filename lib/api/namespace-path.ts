/** What goes before `/v1` in a request that is about one namespace. */
const SCOPE = /^\/namespaces\/([^/]+)(?=\/v1\/)/;

/**
 * The path of a request without the namespace before it: `/namespaces/shop/v1/tasks` is `/v1/tasks` for the tasks of `shop` alone.
 * Who guards paths, as IAM does, guards namespaces by it.
 */
export function pathOf(request: Request): string {
  return new URL(request.url).pathname.replace(SCOPE, '');
}

/** The path before `/v1`, and the namespace to which it keeps a request; undefined for all namespaces. */
export function scopeOf(request: { readonly url: string }): { readonly path: string; readonly namespace?: string } {
  const found = SCOPE.exec(new URL(request.url).pathname);
  return found === null ? { path: '' } : { path: found[0], namespace: decoded(found[1] ?? '') };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Whether a path means another one than it says, as `/namespaces/shop/../hr` does: what guarded the path has then let in somebody
 * for what they are not to have. API Gateway tells the path as it was sent.
 */
export function isDevious(env: unknown): boolean {
  const { event } = (env ?? {}) as { readonly event?: { readonly rawPath?: unknown; readonly path?: unknown } };
  const path = event?.rawPath ?? event?.path;
  return typeof path === 'string' && /(?:^|[/\\])(?:\.|%2e){1,2}(?:[/\\]|$)/i.test(path);
}
