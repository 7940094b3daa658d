/** How a template names a step's handler. */
export interface HandlerDefinition {
  /** The handler's name. */
  callable: string;
  /** Absent means `call`. */
  method?: string | null;
  /** The one resolver to ask; absent means all of them, in order. */
  resolver?: string | null;
  /** The step's configuration. */
  initialization?: Record<string, unknown>;
}

/** A handler definition whose callable may be missing. */
export type HandlerDefinitionDto = Partial<HandlerDefinition>;

/** Any way to name a handler. */
export type HandlerSpec = string | HandlerDefinition | HandlerDefinitionDto;

/** The method that a step calls: `call` unless the template names another. */
export function effectiveMethod(definition: HandlerDefinition): string {
  return definition.method || 'call';
}

/** Whether a method other than `call` is to run. */
export function usesMethodDispatch(definition: HandlerDefinition): boolean {
  return effectiveMethod(definition) !== 'call';
}

/** Whether the definition asks for one resolver. */
export function hasResolverHint(definition: HandlerDefinition): boolean {
  return Boolean(definition.resolver);
}

/** A definition of a callable alone. */
export function fromCallable(callable: string): HandlerDefinition {
  return fromDto({ callable });
}

/** A definition with what is missing filled in: an empty callable, no method, no resolver, no configuration. */
export function fromDto(dto: HandlerDefinitionDto | null | undefined): HandlerDefinition {
  return {
    callable: dto?.callable ?? '',
    method: dto?.method ?? null,
    resolver: dto?.resolver ?? null,
    initialization: dto?.initialization ?? {},
  };
}

/** A definition, whichever way the handler was named. */
export function normalizeToDefinition(spec: HandlerSpec): HandlerDefinition {
  return typeof spec === 'string' ? fromCallable(spec) : fromDto(spec);
}
