import type { TaskerApiProps } from './tasker-api-props.ts';

/** @throws Error when props do not go together */
export function checkApiProps(props: TaskerApiProps): void {
  const { jwt, authorizer, scopes, cors, namespaceClaim } = props;
  const rest = (['apiKey', 'directStart'] as const).find((name) => props[name] === true);
  const http = (['jwt', 'authorizer', 'cors'] as const).find((name) => props[name] !== undefined);
  if (rest !== undefined && http !== undefined) {
    throw new Error(
      `"${http}" needs an HTTP API, "apiKey" and "directStart" a REST API. Make two APIs, or choose one.`,
    );
  }
  if (jwt !== undefined && authorizer !== undefined) {
    throw new Error('"jwt" and "authorizer" both say who is let in. Remove one of them.');
  }
  const knowsTokens = jwt !== undefined || authorizer !== undefined;
  if (scopes !== undefined && !knowsTokens)
    throw new Error('"scopes" are those of tokens: they need "jwt" or "authorizer".');
  if (namespaceClaim !== undefined && !knowsTokens) {
    throw new Error('"namespaceClaim" names a claim of tokens: it needs "jwt" or "authorizer".');
  }
  if (cors?.allowCredentials === true && cors.allowOrigins.includes('*')) {
    throw new Error('Browsers send no credentials to an API that allows every origin: name the origins in "cors".');
  }
}
