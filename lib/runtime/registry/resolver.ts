import type { ExecutableHandler } from '../step-handler.ts';
import type { HandlerDefinition } from './handler-definition.ts';

/** Settings that a resolver may read. */
export type ResolverConfig = Readonly<Record<string, unknown>>;

/** Finds the handlers of some kind of callable. */
export interface BaseResolver {
  readonly name: string;
  /** Resolvers of lower priority are asked first. */
  readonly priority: number;
  canResolve(definition: HandlerDefinition, config?: ResolverConfig): boolean;
  /** Null when it does not know the handler. */
  resolve(definition: HandlerDefinition, config?: ResolverConfig): Promise<ExecutableHandler | null>;
  registeredCallables?(): string[];
}
