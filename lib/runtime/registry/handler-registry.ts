import type { ExecutableHandler, StepHandlerClass } from '../step-handler.ts';
import { ExplicitMappingResolver } from './explicit-mapping-resolver.ts';
import { type HandlerSpec, normalizeToDefinition } from './handler-definition.ts';
import { ResolutionError } from './resolution-errors.ts';
import type { BaseResolver } from './resolver.ts';
import { ResolverChain } from './resolver-chain.ts';

/**
 * Handlers by name, for tests and tools that look handlers up themselves. A deployed function has no need of it: each
 * has its handler compiled in.
 */
export class HandlerRegistry {
  readonly #mapping = new ExplicitMappingResolver();
  readonly #chain = ResolverChain.defaultSync();

  constructor() {
    this.#chain.add(this.#mapping);
  }

  /** There is nothing to load; kept because workers call it. */
  async initialize(): Promise<void> {}

  register(name: string, handlerClass: StepHandlerClass): void {
    this.#mapping.register(name, handlerClass);
  }

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

  isRegistered(name: string): boolean {
    return this.#mapping.canResolve({ callable: name });
  }

  listHandlers(): string[] {
    return this.#mapping.registeredCallables();
  }

  handlerCount(): number {
    return this.listHandlers().length;
  }

  clear(): void {
    this.listHandlers().forEach((name) => this.unregister(name));
  }

  addResolver(resolver: BaseResolver): void {
    this.#chain.add(resolver);
  }

  getResolver(name: string): BaseResolver | undefined {
    return this.#chain.getResolver(name);
  }

  listResolvers(): [name: string, priority: number][] {
    return this.#chain.listResolvers();
  }

  getResolverChain(): ResolverChain {
    return this.#chain;
  }

  debugInfo(): Record<string, unknown> {
    return { handlers: this.listHandlers(), handlerCount: this.handlerCount(), resolvers: this.listResolvers() };
  }
}
