/** What the middleware leaves for the routes. */
export interface ApiEnv {
  /** What travels with a request. */
  readonly Variables: {
    /** The request's id. */
    readonly requestId: string;
  };
}
