import type { JsonObject } from '../../json.ts';
import type { StatesError } from '../base/states-error.ts';
import type { QueryLanguage } from '../language/query-language.ts';
import type { Track } from './track.ts';

/** How the test of a single state differs from an execution. API reference: "TestState". */
export interface StateTest {
  /** How often the retrier that an error meets has been used before. */
  readonly retries: number;
  /** The context object, `$$`, of a state on this track, with the token of its task. */
  context(track: Track, token: string | undefined): JsonObject;
  /** The query language of the state, watched. */
  watch(language: QueryLanguage): QueryLanguage;
  /** Told which retrier would try again, and after how many seconds. Throws: a test tries once. */
  retry(index: number, seconds: number, error: StatesError): never;
  /** Told which catcher takes over. */
  caught(index: number, error: StatesError): void;
}
