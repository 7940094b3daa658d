/** What a step's function needs once a handler has yielded. */
export { runThroughYields } from '../checkpoint/run-through-yields.ts';
