import { API_ROUTES } from '../../api/index.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { isOfRest, needsRest } from './route-access.ts';
import type { TaskerApiProps } from './tasker-api-props.ts';

const KINDS: readonly string[] = ['read', 'create', 'change'];

/** @throws Error when props do not go together */
export function checkApiProps(props: TaskerApiProps): void {
  const { jwt, authorizer, routeAuthorizers = {}, scopes, cors, namespaceClaim, apiKey } = props;
  checkRoutes('scopes', Object.keys(scopes ?? {}), KINDS);
  checkRoutes('routeAuthorizers', Object.keys(routeAuthorizers), []);
  checkKinds(props);
  if (jwt !== undefined && authorizer !== undefined) {
    throw new Error('"jwt" and "authorizer" both say who is let in. Remove one of them.');
  }
  if (apiKey === true && authorizer !== undefined) {
    throw new Error('"apiKey" and "authorizer" both say who is let in. Remove one of them.');
  }
  const knowsTokens = jwt !== undefined || authorizer !== undefined || Object.keys(routeAuthorizers).length > 0;
  if (scopes !== undefined && !knowsTokens)
    throw new Error('"scopes" are those of tokens: they need "jwt" or "authorizer".');
  if (namespaceClaim !== undefined && !knowsTokens) {
    throw new Error('"namespaceClaim" names a claim of tokens: it needs "jwt" or "authorizer".');
  }
  if (cors?.allowCredentials === true && cors.allowOrigins.includes('*')) {
    throw new Error('Browsers send no credentials to an API that allows every origin: name the origins in "cors".');
  }
}

/** HTTP APIs and REST APIs have authorizers of their own, and REST APIs none for tokens of any issuer. */
function checkKinds(props: TaskerApiProps): void {
  const { jwt, authorizer, routeAuthorizers = {} } = props;
  const rest = needsRest(props);
  const why =
    authorizer !== undefined && isOfRest(authorizer) ? 'an authorizer of REST APIs' : '"apiKey" and "directStart"';
  if (rest && jwt !== undefined) {
    throw new Error(`"jwt" needs an HTTP API, ${why} a REST API. Make two APIs, or choose one.`);
  }
  const all = [['authorizer', authorizer] as const, ...Object.entries(routeAuthorizers)];
  for (const [name, each] of all) {
    if (each === undefined || isOfRest(each) === rest) continue;
    throw new Error(
      rest
        ? `"${name}" has an authorizer of HTTP APIs, but ${why} make a REST API. Choose one of "aws-cdk-lib/aws-apigateway".`
        : `"${name}" has an authorizer of REST APIs, but the API is an HTTP API. Choose one of "aws-cdk-lib/aws-apigatewayv2-authorizers".`,
    );
  }
}

function checkRoutes(prop: string, names: readonly string[], others: readonly string[]): void {
  const known = [...others, ...API_ROUTES];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const close = suggest(unknown, known);
  const hint = close === undefined ? `There are ${known.join(', ')}.` : `Did you mean "${close}"?`;
  throw new Error(`"${prop}" names "${unknown}", which is not a route of the API. ${hint}`);
}
