import type { ExecutableHandler, StepHandlerClass } from '../step-handler.ts';
import { ExplicitMappingResolver } from './explicit-mapping-resolver.ts';
import { type HandlerSpec, normalizeToDefinition } from './handler-definition.ts';
import { ResolutionError } from './resolution-errors.ts';
import type { BaseResolver } from './resolver.ts';
import { ResolverChain } from './resolver-chain.ts';

/**
 * Handlers by name, for tests and tools that look handlers up themselves. A deployed function has no need of it: each
 * has its handler compiled in. Tasker: "Handler resolution".
 *
 * @example
 * ```ts
 * import { defineHandler, HandlerRegistry } from 'tasker-sfn/runtime';
 *
 * const registry = new HandlerRegistry();
 * registry.register('Demo::Ping', defineHandler('Demo::Ping', {}, () => ({ pong: true })));
 * const ping = await registry.resolve('Demo.Ping');
 * ```
 */
export class HandlerRegistry {
  readonly #mapping = new ExplicitMappingResolver();
  readonly #chain = ResolverChain.defaultSync();

  constructor() {
    this.#chain.add(this.#mapping);
  }

  /** There is nothing to load; kept because workers call it. */
  async initialize(): Promise<void> {}

  /** Registers a handler's class under a name, in place of an earlier one. */
  register(name: string, handlerClass: StepHandlerClass): void {
    this.#mapping.register(name, handlerClass);
  }

  /** Removes the handler of this name; false when there was none. */
  unregister(name: string): boolean {
    return this.#mapping.unregister(name);
  }

  /** The handler; null when nobody knows it. */
  async resolve(spec: HandlerSpec): Promise<ExecutableHandler | null> {
    try {
      return await this.#chain.resolve(normalizeToDefinition(spec));
    } catch (error) {
      if (error instanceof ResolutionError) return null;
      throw error;
    }
  }

  /** The handler among the registered ones; null when it is not registered. */
  resolveSync(spec: HandlerSpec): ExecutableHandler | null {
    const definition = normalizeToDefinition(spec);
    const handler = this.#mapping.resolveSync(definition);
    return handler && this.#chain.wrapForMethodDispatch(handler, definition);
  }

  /** Whether a handler of this name is registered; `A::B` and `A.B` are one name. */
  isRegistered(name: string): boolean {
    return this.#mapping.canResolve({ callable: name });
  }

  /** The names of the registered handlers. */
  listHandlers(): string[] {
    return this.#mapping.registeredCallables();
  }

  /** How many handlers are registered. */
  handlerCount(): number {
    return this.listHandlers().length;
  }

  /** Removes all handlers; resolvers stay. */
  clear(): void {
    this.listHandlers().forEach((name) => this.unregister(name));
  }

  /** Adds a resolver to the chain. */
  addResolver(resolver: BaseResolver): void {
    this.#chain.add(resolver);
  }

  /** The resolver of this name; undefined when there is none. */
  getResolver(name: string): BaseResolver | undefined {
    return this.#chain.getResolver(name);
  }

  /** The resolvers with their priorities, in the order in which they are asked. */
  listResolvers(): [name: string, priority: number][] {
    return this.#chain.listResolvers();
  }

  /** The chain of resolvers itself. */
  getResolverChain(): ResolverChain {
    return this.#chain;
  }

  /** Handlers and resolvers, for a log. */
  debugInfo(): Record<string, unknown> {
    return { handlers: this.listHandlers(), handlerCount: this.handlerCount(), resolvers: this.listResolvers() };
  }
}
