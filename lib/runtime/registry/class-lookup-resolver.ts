import { isHandlerClass } from '../adapter/select-handler.ts';
import type { ExecutableHandler } from '../step-handler.ts';
import type { HandlerDefinition } from './handler-definition.ts';
import { ResolutionError } from './resolution-errors.ts';
import type { BaseResolver } from './resolver.ts';

const MODULE_AND_CLASS = /^(?<module>(?:\.{1,2}\/|@|\/).+):(?<className>\w+)$/;

/** Finds handlers whose callable is a module and a class in it, such as `./path/mod.js:Class`; asked last. */
export class ClassLookupResolver implements BaseResolver {
  /** Always `class_lookup`. */
  readonly name = 'class_lookup';
  readonly priority = 100;

  canResolve(definition: HandlerDefinition): boolean {
    return MODULE_AND_CLASS.test(definition.callable);
  }

  async resolve(definition: HandlerDefinition): Promise<ExecutableHandler | null> {
    const { module, className } = MODULE_AND_CLASS.exec(definition.callable)?.groups ?? {};
    if (module === undefined || className === undefined) return null;
    const found = (await load(module))[className];
    if (!isHandlerClass(found)) throw new ResolutionError(`"${module}" exports no step handler "${className}".`);
    return new found();
  }
}

async function load(module: string): Promise<Record<string, unknown>> {
  try {
    return (await import(module)) as Record<string, unknown>;
  } catch (cause) {
    throw new ResolutionError(`The module "${module}" cannot be loaded.`, { cause });
  }
}
