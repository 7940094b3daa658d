import { RESULTS_TAG } from '../../contract/machine-tags.ts';
import { type Connection, type ObjectPlace, objectPlace } from './object-place.ts';
import type { StepFunctions } from './step-functions.ts';

/** Where the functions of state machines park results, and operators keep what they know. */
export class ResultPlaces {
  readonly #sfn: () => Promise<StepFunctions>;
  readonly #connection: Connection;
  readonly #places = new Map<string, Promise<ObjectPlace | undefined>>();

  /** @param connection How buckets are reached */
  constructor(sfn: () => Promise<StepFunctions>, connection: Connection = {}) {
    this.#sfn = sfn;
    this.#connection = connection;
  }

  /** The place of a machine; none where its tags do not tell. */
  of(machine: string): Promise<ObjectPlace | undefined> {
    const known = this.#places.get(machine);
    if (known !== undefined) return known;
    const place = this.#find(machine);
    this.#places.set(machine, place);
    place.catch(() => this.#places.delete(machine));
    return place;
  }

  async #find(machine: string): Promise<ObjectPlace | undefined> {
    const sfn = await this.#sfn();
    // An execution of a version or an alias names that, and tags are the machine's own.
    const resourceArn = machine.split(':').slice(0, 7).join(':');
    const answer = await sfn.listTagsForResource?.({ resourceArn });
    const place = answer?.tags?.find(({ key }) => key === RESULTS_TAG)?.value;
    return place === undefined ? undefined : objectPlace(place, this.#connection);
  }
}
