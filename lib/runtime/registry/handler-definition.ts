/** How a template names a step's handler. */
export interface HandlerDefinition {
  readonly callable: string;
  /** Absent means `call`. */
  readonly method?: string | null;
  /** The one resolver to ask; absent means all of them, in order. */
  readonly resolver?: string | null;
  readonly initialization?: Record<string, unknown>;
}

/** A handler definition whose callable may be missing. */
export type HandlerDefinitionDto = Partial<HandlerDefinition>;

/** Any way to name a handler. */
export type HandlerSpec = string | HandlerDefinition | HandlerDefinitionDto;

/** The method that a step calls: `call` unless the template names another. */
export function effectiveMethod(definition: HandlerDefinition): string {
  return definition.method || 'call';
}

export function usesMethodDispatch(definition: HandlerDefinition): boolean {
  return effectiveMethod(definition) !== 'call';
}

export function hasResolverHint(definition: HandlerDefinition): boolean {
  return Boolean(definition.resolver);
}

export function fromCallable(callable: string): HandlerDefinition {
  return fromDto({ callable });
}

export function fromDto(dto: HandlerDefinitionDto | null | undefined): HandlerDefinition {
  return {
    callable: dto?.callable ?? '',
    method: dto?.method ?? null,
    resolver: dto?.resolver ?? null,
    initialization: dto?.initialization ?? {},
  };
}

export function normalizeToDefinition(spec: HandlerSpec): HandlerDefinition {
  return typeof spec === 'string' ? fromCallable(spec) : fromDto(spec);
}
