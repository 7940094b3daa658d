import { type BasePublisher, DefaultPublisher } from './publisher.ts';

/** There is no publisher of this name. */
export class PublisherNotFoundError extends Error {
  static override readonly name: string = 'PublisherNotFoundError';
  /** The name that was asked for. */
  readonly publisherName: string;
  /** The names that are registered. */
  readonly registeredPublishers: string[];

  constructor(name: string, registered: string[]) {
    super(`There is no publisher "${name}"; registered: ${registered.join(', ') || 'none'}.`);
    this.name = 'PublisherNotFoundError';
    this.publisherName = name;
    this.registeredPublishers = registered;
  }
}

/** Publishers that templates need are not registered. */
export class PublisherValidationError extends Error {
  static override readonly name: string = 'PublisherValidationError';
  /** The names that are needed and not registered. */
  readonly missingPublishers: string[];
  /** The names that are registered. */
  readonly registeredPublishers: string[];

  constructor(missing: string[], registered: string[]) {
    super(`Missing publishers: ${missing.join(', ')}; registered: ${registered.join(', ') || 'none'}.`);
    this.name = 'PublisherValidationError';
    this.missingPublishers = missing;
    this.registeredPublishers = registered;
  }
}

/** The registry takes no more changes, since it has been validated or frozen. */
export class RegistryFrozenError extends Error {
  static override readonly name: string = 'RegistryFrozenError';
  constructor() {
    super('The registry is frozen: register publishers before it is validated.');
    this.name = 'RegistryFrozenError';
  }
}

/** A publisher of this name is registered already. */
export class DuplicatePublisherError extends Error {
  static override readonly name: string = 'DuplicatePublisherError';
  /** The name that was to be registered again. */
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

  /** The registry of this process. */
  static get instance(): PublisherRegistry {
    return (PublisherRegistry.#instance ??= new PublisherRegistry());
  }

  /** The same as {@link PublisherRegistry.instance}. */
  static getInstance(): PublisherRegistry {
    return PublisherRegistry.instance;
  }

  /**
   * Registers a publisher under its own name. Throws a {@link DuplicatePublisherError} or a {@link
   * RegistryFrozenError}.
   */
  register(publisher: BasePublisher): void {
    this.#assertOpen();
    const name = publisher.publisherName;
    if (this.#publishers.has(name)) throw new DuplicatePublisherError(name);
    this.#publishers.set(name, publisher);
  }

  /** Removes a publisher; false when there was none. Throws a {@link RegistryFrozenError}. */
  unregister(name: string): boolean {
    this.#assertOpen();
    return this.#publishers.delete(name);
  }

  /** Removes all publishers. Throws a {@link RegistryFrozenError}. */
  clear(): void {
    this.#assertOpen();
    this.#publishers.clear();
  }

  /** The publisher of this name; undefined when there is none. */
  get(name: string): BasePublisher | undefined {
    return this.#publishers.get(name);
  }

  /** The publisher of this name, or the default one. */
  getOrDefault(name = 'default'): BasePublisher {
    return this.#publishers.get(name) ?? this.#default;
  }

  /** The publisher of this name. Throws a {@link PublisherNotFoundError} when there is none. */
  getStrict(name: string): BasePublisher {
    const publisher = name === 'default' ? this.#default : this.#publishers.get(name);
    if (publisher === undefined) throw new PublisherNotFoundError(name, this.registeredNames);
    return publisher;
  }

  /** Whether there is a publisher of this name; there always is one named `default`. */
  isRegistered(name: string): boolean {
    return name === 'default' || this.#publishers.has(name);
  }

  /** The names of the registered publishers; the default one is not among them. */
  get registeredNames(): string[] {
    return [...this.#publishers.keys()];
  }

  /** How many publishers are registered. */
  get count(): number {
    return this.#publishers.size;
  }

  /** Whether no publisher is registered. */
  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** Whether the registry takes no more changes. */
  get isFrozen(): boolean {
    return this.#frozen;
  }

  /** Throws when one of the names is not registered; freezes the registry otherwise. */
  validateRequired(requiredPublishers: readonly string[]): void {
    const missing = requiredPublishers.filter((name) => !this.isRegistered(name));
    if (missing.length > 0) throw new PublisherValidationError(missing, this.registeredNames);
    this.freeze();
  }

  /** Lets the registry take no more changes. */
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
