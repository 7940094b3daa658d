import type { ObjectStore } from '../local/index.ts';
import type { ResultStore } from '../runtime/index.ts';

/** The bucket that stands for a result store of this machine in what a function says to the state machine. */
const OWN_BUCKETS: readonly string[] = ['memory', 'local'];

/**
 * What distributed Maps read: of what functions have parked on this machine, such as the list of a batch's workers; and else the
 * objects of `others`.
 */
export function parkedObjects(store: ResultStore | undefined, others?: ObjectStore): ObjectStore {
  const refuse = async (bucket: string): Promise<never> => {
    throw new Error(`There is no bucket "${bucket}" on this machine.`);
  };
  return {
    getObject: (bucket, key) =>
      store !== undefined && OWN_BUCKETS.includes(bucket)
        ? store.find(key)
        : (others?.getObject(bucket, key) ?? refuse(bucket)),
    listObjects: (bucket, prefix) => others?.listObjects(bucket, prefix) ?? refuse(bucket),
    putObject: (bucket, key, body) => others?.putObject(bucket, key, body) ?? refuse(bucket),
  };
}
