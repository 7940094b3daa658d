import type { JsonValue } from '../json.ts';
import type { ClassLocation } from './handler-location.ts';

/** The domain events that the steps of a handler publish, and who takes part in it. */
export interface Publication {
  readonly steps: readonly PublishingStep[];
  readonly publishers: readonly ClassLocation[];
  readonly subscribers: readonly ClassLocation[];
}

/** A step that publishes events. */
export interface PublishingStep {
  /** `namespace/name/version` of its template. */
  readonly template: string;
  readonly step: string;
  readonly events: readonly BundledEvent[];
}

/** An event of a step. */
export interface BundledEvent {
  /** As the runtime takes it; JSON. */
  readonly declaration: object;
  /** A JavaScript module whose default export judges a payload. */
  readonly checkCode: string;
  /** The JSON Schema that the module was made of, for other languages. */
  readonly schema: JsonValue;
  /** Its patterns, each in words that mean the same in other languages. */
  readonly patterns: Readonly<Record<string, string>>;
}
