import type { MapState, Processor } from '../../../states-language/types.ts';
import { EvaluationError } from '../../base/states-error.ts';

/** The processor of a Map state, under its newer or its older name. */
export function processorOf(state: MapState): Processor {
  const processor = state.ItemProcessor ?? state.Iterator;
  if (processor === undefined) throw new EvaluationError('The Map state has no ItemProcessor.');
  return processor;
}
