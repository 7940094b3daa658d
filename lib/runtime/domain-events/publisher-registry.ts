import { type BasePublisher, DefaultPublisher } from './publisher.ts';

export class PublisherNotFoundError extends Error {
  readonly publisherName: string;
  readonly registeredPublishers: string[];

  constructor(name: string, registered: string[]) {
    super(`There is no publisher "${name}"; registered: ${registered.join(', ') || 'none'}.`);
    this.name = 'PublisherNotFoundError';
    this.publisherName = name;
    this.registeredPublishers = registered;
  }
}

export class PublisherValidationError extends Error {
  readonly missingPublishers: string[];
  readonly registeredPublishers: string[];

  constructor(missing: string[], registered: string[]) {
    super(`Missing publishers: ${missing.join(', ')}; registered: ${registered.join(', ') || 'none'}.`);
    this.name = 'PublisherValidationError';
    this.missingPublishers = missing;
    this.registeredPublishers = registered;
  }
}

export class RegistryFrozenError extends Error {
  constructor() {
    super('The registry is frozen: register publishers before it is validated.');
    this.name = 'RegistryFrozenError';
  }
}

export class DuplicatePublisherError extends Error {
  readonly publisherName: string;

  constructor(name: string) {
    super(`The publisher "${name}" is registered already.`);
    this.name = 'DuplicatePublisherError';
    this.publisherName = name;
  }
}

/** Publishers by the name that templates call them. */
export class PublisherRegistry {
  static #instance: PublisherRegistry | undefined;
  readonly #publishers = new Map<string, BasePublisher>();
  readonly #default = new DefaultPublisher();
  #frozen = false;

  static get instance(): PublisherRegistry {
    return (PublisherRegistry.#instance ??= new PublisherRegistry());
  }

  register(publisher: BasePublisher): void {
    this.#assertOpen();
    const name = publisher.publisherName;
    if (this.#publishers.has(name)) throw new DuplicatePublisherError(name);
    this.#publishers.set(name, publisher);
  }

  unregister(name: string): boolean {
    this.#assertOpen();
    return this.#publishers.delete(name);
  }

  clear(): void {
    this.#assertOpen();
    this.#publishers.clear();
  }

  get(name: string): BasePublisher | undefined {
    return this.#publishers.get(name);
  }

  getOrDefault(name = 'default'): BasePublisher {
    return this.#publishers.get(name) ?? this.#default;
  }

  getStrict(name: string): BasePublisher {
    const publisher = name === 'default' ? this.#default : this.#publishers.get(name);
    if (publisher === undefined) throw new PublisherNotFoundError(name, this.registeredNames);
    return publisher;
  }

  isRegistered(name: string): boolean {
    return name === 'default' || this.#publishers.has(name);
  }

  get registeredNames(): string[] {
    return [...this.#publishers.keys()];
  }

  get count(): number {
    return this.#publishers.size;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  get isFrozen(): boolean {
    return this.#frozen;
  }

  /** Throws when one of the names is not registered; freezes the registry otherwise. */
  validateRequired(requiredPublishers: readonly string[]): void {
    const missing = requiredPublishers.filter((name) => !this.isRegistered(name));
    if (missing.length > 0) throw new PublisherValidationError(missing, this.registeredNames);
    this.freeze();
  }

  freeze(): void {
    this.#frozen = true;
  }

  /** Empties and thaws the registry, for tests. */
  reset(): void {
    this.#frozen = false;
    this.clear();
  }

  #assertOpen(): void {
    if (this.#frozen) throw new RegistryFrozenError();
  }
}
