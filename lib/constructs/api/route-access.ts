import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { API_ROUTES, type ApiRoute } from '../../api/index.ts';
import type { ApiAuthorizer, ApiScopes, TaskerApiProps } from './tasker-api-props.ts';

/** The methods that the API takes. */
export const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const;

export type Method = (typeof METHODS)[number];

/** Who is let in to a route. */
export interface RouteAccess {
  readonly method: Method;
  readonly path: string;
  /** Undefined where the API's own authorizer decides. */
  readonly authorizer: ApiAuthorizer | undefined;
  readonly scopes: readonly string[] | undefined;
}

const KINDS: Readonly<Record<Method, keyof ApiScopes>> = {
  GET: 'read',
  POST: 'create',
  PATCH: 'change',
  DELETE: 'change',
};

/** Who is let in to the routes that have an authorizer or scopes of their own. */
export function ownAccess({ scopes = {}, routeAuthorizers = {} }: TaskerApiProps): readonly RouteAccess[] {
  return API_ROUTES.filter((route) => scopes[route] !== undefined || routeAuthorizers[route] !== undefined).map(
    (route) => accessOf(route, { scopes, routeAuthorizers }),
  );
}

/** Who is let in to a route, by its own settings or those of its kind. */
export function accessOf(
  route: ApiRoute | `${Method} ${string}`,
  { scopes = {}, routeAuthorizers = {} }: Pick<TaskerApiProps, 'scopes' | 'routeAuthorizers'>,
): RouteAccess {
  const [method, path] = route.split(' ') as [Method, string];
  const own = route as ApiRoute;
  const authorizer = routeAuthorizers[own];
  // The scopes of a kind are those of the API's own tokens.
  const ofKind = authorizer === undefined ? scopes[KINDS[method]] : undefined;
  return { method, path, authorizer, scopes: scopes[own] ?? ofKind };
}

/** Whether an authorizer is of REST APIs; those of HTTP APIs are bound to routes. */
export function isOfRest(authorizer: ApiAuthorizer): authorizer is apigateway.IAuthorizer {
  return !('bind' in authorizer);
}

/** Whether the props need a REST API of API Gateway. */
export function needsRest({ apiKey, directStart, authorizer }: TaskerApiProps): boolean {
  return apiKey === true || directStart === true || (authorizer !== undefined && isOfRest(authorizer));
}

/** An authorizer of HTTP APIs; {@link checkApiProps} lets no other come here. */
export function httpAuthorizer(authorizer: ApiAuthorizer | undefined): apigatewayv2.IHttpRouteAuthorizer | undefined {
  return authorizer === undefined || isOfRest(authorizer) ? undefined : authorizer;
}

/** An authorizer of REST APIs. */
export function restAuthorizer(authorizer: ApiAuthorizer | undefined): apigateway.IAuthorizer | undefined {
  return authorizer !== undefined && isOfRest(authorizer) ? authorizer : undefined;
}
