import type { ExecutableHandler } from '../step-handler.ts';
import { ClassLookupResolver } from './class-lookup-resolver.ts';
import { ExplicitMappingResolver } from './explicit-mapping-resolver.ts';
import { effectiveMethod, type HandlerDefinition, usesMethodDispatch } from './handler-definition.ts';
import { MethodDispatchWrapper } from './method-dispatch-wrapper.ts';
import { NoResolverMatchError, ResolverNotFoundError } from './resolution-errors.ts';
import type { BaseResolver, ResolverConfig } from './resolver.ts';

/** Asks resolvers for a handler, those of lower priority first. */
export class ResolverChain {
  #resolvers: BaseResolver[] = [];

  /** A chain with the two resolvers that every worker has. */
  static async default(): Promise<ResolverChain> {
    return ResolverChain.defaultSync();
  }

  /** The same as {@link default}, at once. */
  static defaultSync(): ResolverChain {
    return new ResolverChain().add(new ExplicitMappingResolver()).add(new ClassLookupResolver());
  }

  /** A chain of these resolvers alone. */
  static withResolvers(resolvers: readonly BaseResolver[]): ResolverChain {
    return resolvers.reduce((chain, resolver) => chain.add(resolver), new ResolverChain());
  }

  /** Adds a resolver at its priority; of equal priority, the earlier one is asked first. */
  add(resolver: BaseResolver): this {
    this.#resolvers = [...this.#resolvers, resolver].sort((a, b) => a.priority - b.priority);
    return this;
  }

  /** The same as {@link add}. */
  addResolver(resolver: BaseResolver): this {
    return this.add(resolver);
  }

  /** The resolver of this name; undefined when there is none. */
  getResolver(name: string): BaseResolver | undefined {
    return this.#resolvers.find((resolver) => resolver.name === name);
  }

  /** The resolvers with their priorities, in the order in which they are asked. */
  listResolvers(): [name: string, priority: number][] {
    return this.#resolvers.map(({ name, priority }) => [name, priority]);
  }

  /** Whether any resolver takes the callable for one of its kind. */
  canResolve(definition: HandlerDefinition, config?: ResolverConfig): boolean {
    return this.#resolvers.some((resolver) => resolver.canResolve(definition, config));
  }

  /** The handler, its method dispatched; rejects when no resolver knows it. */
  async resolve(definition: HandlerDefinition, config?: ResolverConfig): Promise<ExecutableHandler> {
    for (const resolver of this.#candidates(definition)) {
      if (!definition.resolver && !resolver.canResolve(definition, config)) continue;
      const handler = await resolver.resolve(definition, config);
      if (handler !== null) return this.wrapForMethodDispatch(handler, definition);
    }
    throw new NoResolverMatchError(
      definition.callable,
      this.#candidates(definition).map(({ name }) => name),
    );
  }

  /**
   * The handler, or where the definition names a method, a handler that runs it. Throws a {@link MethodDispatchError}
   * when there is no such method.
   */
  wrapForMethodDispatch(handler: ExecutableHandler, definition: HandlerDefinition): ExecutableHandler {
    return usesMethodDispatch(definition) ? new MethodDispatchWrapper(handler, effectiveMethod(definition)) : handler;
  }

  #candidates(definition: HandlerDefinition): readonly BaseResolver[] {
    if (!definition.resolver) return this.#resolvers;
    const named = this.getResolver(definition.resolver);
    if (named) return [named];
    throw new ResolverNotFoundError(
      definition.resolver,
      this.#resolvers.map(({ name }) => name),
    );
  }
}
