import { canonicalCallable } from '../../contract/callable.ts';
import { StepHandler, type ExecutableHandler, type StepHandlerClass } from '../step-handler.ts';
import type { HandlerDefinition } from './handler-definition.ts';
import type { BaseResolver, ResolverConfig } from './resolver.ts';

/** Makes a handler for a definition. */
export type HandlerFactory = (config: ResolverConfig) => ExecutableHandler;

/** What may be registered under a name. */
export type HandlerEntry = StepHandlerClass | ExecutableHandler | HandlerFactory;

/** Finds handlers by the names that they were registered under; asked first. */
export class ExplicitMappingResolver implements BaseResolver {
  /** The name given to the constructor. @default 'explicit_mapping' */
  readonly name: string;
  readonly priority = 10;
  readonly #entries = new Map<string, HandlerEntry>();

  constructor(name = 'explicit_mapping') {
    this.name = name;
  }

  /** Registers a handler under a name, in place of an earlier one. */
  register(key: string, handler: HandlerEntry): void {
    this.#entries.set(canonicalCallable(key), handler);
  }

  /** Removes the handler of this name; false when there was none. */
  unregister(key: string): boolean {
    return this.#entries.delete(canonicalCallable(key));
  }

  canResolve(definition: HandlerDefinition): boolean {
    return this.#entries.has(canonicalCallable(definition.callable));
  }

  async resolve(definition: HandlerDefinition, config: ResolverConfig = {}): Promise<ExecutableHandler | null> {
    return this.resolveSync(definition, config);
  }

  /** The handler of the definition's callable; null when it is not registered. The method is not dispatched. */
  resolveSync(definition: HandlerDefinition, config: ResolverConfig = {}): ExecutableHandler | null {
    const entry = this.#entries.get(canonicalCallable(definition.callable));
    if (entry === undefined) return null;
    if (typeof entry !== 'function') return entry;
    return isClass(entry) ? new entry() : entry(config);
  }

  registeredCallables(): string[] {
    return [...this.#entries.keys()];
  }
}

function isClass(entry: StepHandlerClass | HandlerFactory): entry is StepHandlerClass {
  return entry.prototype instanceof StepHandler;
}
