import type { ExecutableHandler } from '../step-handler.ts';
import type { HandlerDefinition } from './handler-definition.ts';

/** Settings that a resolver may read. */
export type ResolverConfig = Readonly<Record<string, unknown>>;

/** Finds the handlers of some kind of callable. */
export interface BaseResolver {
  /** The name by which a handler definition can ask for this resolver. */
  readonly name: string;
  /** Resolvers of lower priority are asked first. */
  readonly priority: number;
  /** Whether the callable is one of its kind; it may still not know the handler. */
  canResolve(definition: HandlerDefinition, config?: ResolverConfig): boolean;
  /** Null when it does not know the handler. */
  resolve(definition: HandlerDefinition, config?: ResolverConfig): Promise<ExecutableHandler | null>;
  /** The callables that it knows, where it can list them. */
  registeredCallables?(): string[];
}
