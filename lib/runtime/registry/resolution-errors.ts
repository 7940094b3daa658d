/** A handler could not be found or built. */
export class ResolutionError extends Error {
  static override readonly name: string = 'ResolutionError';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ResolutionError';
  }
}

/** The resolver that a template names does not exist. */
export class ResolverNotFoundError extends ResolutionError {
  static override readonly name: string = 'ResolverNotFoundError';
  constructor(resolver: string, known: readonly string[] = []) {
    super(`There is no resolver "${resolver}"; there are ${known.join(', ') || 'none'}.`);
    this.name = 'ResolverNotFoundError';
  }
}

/** No resolver knows the handler. */
export class NoResolverMatchError extends ResolutionError {
  static override readonly name: string = 'NoResolverMatchError';
  constructor(callable: string, tried: readonly string[] = []) {
    super(`No resolver knows the handler "${callable}"; tried ${tried.join(', ') || 'none'}.`);
    this.name = 'NoResolverMatchError';
  }
}

/** The handler does not have the method that a template names. */
export class MethodDispatchError extends ResolutionError {
  static override readonly name: string = 'MethodDispatchError';
  constructor(handler: string, method: string) {
    super(`The handler "${handler}" has no method "${method}".`);
    this.name = 'MethodDispatchError';
  }
}
