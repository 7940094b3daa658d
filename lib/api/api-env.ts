/** What the middleware leaves for the routes. */
export interface ApiEnv {
  readonly Variables: { readonly requestId: string };
}
