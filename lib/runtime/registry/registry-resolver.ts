import type { ExecutableHandler } from '../step-handler.ts';
import type { HandlerDefinition } from './handler-definition.ts';
import type { BaseResolver, ResolverConfig } from './resolver.ts';

/** The statics that a {@link RegistryResolver} declares. */
export interface RegistryResolverStatic {
  /** The resolver's name; the class's name where it is absent. */
  readonly _name?: string;
  /** Resolvers of lower priority are asked first. @default 50 */
  readonly _priority?: number;
  /** The callables that it knows, as a pattern … */
  readonly pattern?: RegExp;
  /** … or by how they begin. */
  readonly prefix?: string;
}

/**
 * The base of resolvers of one's own: declares its callables in statics and finds their handlers. Tasker: "Handler
 * resolution".
 *
 * @example
 * ```ts
 * import { defineHandler, RegistryResolver, type HandlerDefinition } from 'tasker-sfn/runtime';
 *
 * export class LegacyResolver extends RegistryResolver {
 *   static override readonly prefix = 'legacy.';
 *
 *   resolveHandler({ callable }: HandlerDefinition) {
 *     const Handler = defineHandler(callable, {}, () => ({ done: true }));
 *     return new Handler();
 *   }
 * }
 * ```
 */
export abstract class RegistryResolver implements BaseResolver {
  /** The resolver's name; the class's name where it is empty. */
  static readonly _name: string = '';
  /** Resolvers of lower priority are asked first. */
  static readonly _priority: number = 50;
  /** The callables that it knows, as a pattern. */
  static readonly pattern?: RegExp;
  /** The callables that it knows, by how they begin. */
  static readonly prefix?: string;

  get name(): string {
    return this.#statics._name || this.constructor.name;
  }

  get priority(): number {
    return this.#statics._priority ?? 50;
  }

  canResolve(definition: HandlerDefinition): boolean {
    const { prefix } = this.#statics;
    const pattern = this.#pattern();
    if (pattern) return pattern.test(definition.callable);
    return prefix !== undefined && definition.callable.startsWith(prefix);
  }

  async resolve(definition: HandlerDefinition, config: ResolverConfig = {}): Promise<ExecutableHandler | null> {
    return this.resolveHandler(definition, this.#pattern()?.exec(definition.callable) ?? null, config);
  }

  /** Finds the handler; `match` is the pattern's. Null when there is none. */
  abstract resolveHandler(
    definition: HandlerDefinition,
    match: RegExpMatchArray | null,
    config?: ResolverConfig,
  ): Promise<ExecutableHandler | null> | ExecutableHandler | null;

  /** Without the flags that make a pattern go on where it stopped, and tell no groups. */
  #pattern(): RegExp | undefined {
    const { pattern } = this.#statics;
    return pattern && new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  }

  get #statics(): RegistryResolverStatic {
    return this.constructor as RegistryResolverStatic;
  }
}
