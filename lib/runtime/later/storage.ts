/** What a step's function needs for what does not travel in the state data. */
export { encodeResult } from '../results/encode-result.ts';
export { fetchSources } from '../results/fetch-parked.ts';
export { openResultStore } from '../results/open-result-store.ts';
