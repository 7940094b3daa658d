import type { PassState } from '../../../states-language/types.ts';
import type { Transition, Visit } from '../visit.ts';

/** Hands on its input, or a fixed result. States Language: "Pass State". */
export async function runPass(visit: Visit<PassState>): Promise<Transition> {
  const { language, state } = visit;
  const input = language.input(visit);
  const payload = language.payload(visit, input);
  const made = payload instanceof Promise ? await payload : payload;
  const leaving = language.output(visit, state.Result === undefined ? made : state.Result);
  return { next: state.Next, ...(leaving instanceof Promise ? await leaving : leaving) };
}
