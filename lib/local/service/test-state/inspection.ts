import type { MapState, State } from '../../../states-language/types.ts';
import type { JsonValue } from '../../../json.ts';
import type { Data } from '../../base/data.ts';
import { isArray } from '../../base/data.ts';
import type { QueryLanguage, Turn } from '../../language/query-language.ts';
import type { Visit } from '../../engine/visit.ts';
import { printData } from '../../base/json-text.ts';

/** What a test tells of the data on its way through a state, as the members of `inspectionData`: values are JSON texts there. */
export interface Inspection {
  input?: string;
  afterInputPath?: string;
  afterParameters?: string;
  afterArguments?: string;
  afterItemsPath?: string;
  afterItemsPointer?: string;
  afterItemSelector?: string;
  afterItemBatcher?: string;
  result?: string;
  afterResultSelector?: string;
  afterResultPath?: string;
  variables?: string;
  maxConcurrency?: number;
  toleratedFailureCount?: number;
  toleratedFailurePercentage?: number;
  errorDetails?: {
    readonly catchIndex?: number;
    readonly retryIndex?: number;
    readonly retryBackoffIntervalSeconds?: number;
  };
}

/** A query language that notes what the fields of a state make of its data. */
export function watchLanguage(language: QueryLanguage, isJsonata: boolean, seen: Inspection): QueryLanguage {
  return isJsonata ? watchJsonata(language, seen) : watchJsonPath(language, seen);
}

function watchJsonata(language: QueryLanguage, seen: Inspection): QueryLanguage {
  return {
    ...language,
    payload: async (turn, input) => {
      const payload = await language.payload(turn, input);
      if ('Arguments' in turn.state) seen.afterArguments = payload.text;
      return payload;
    },
    output: (turn, result) => {
      if (turn.state.Type === 'Task') seen.result = result.text;
      return language.output(turn, result);
    },
  };
}

function watchJsonPath(language: QueryLanguage, seen: Inspection): QueryLanguage {
  return {
    ...language,
    input: (turn) => {
      const input = language.input(turn);
      if (!hasFixedResult(turn.state)) seen.afterInputPath = input.text;
      return input;
    },
    text: (turn, input, field) => {
      // A Fail state has no InputPath, and is said to have applied it.
      if (turn.state.Type === 'Fail') seen.afterInputPath = input.text;
      return language.text(turn, input, field);
    },
    payload: async (turn, input) => {
      const payload = await language.payload(turn, input);
      if (!hasFixedResult(turn.state)) seen.afterParameters = payload.text;
      return payload;
    },
    items: async (turn, input) => {
      const items = await language.items(turn, input);
      seen.afterItemsPath = printData(items);
      return items;
    },
    output: async (turn, result) => {
      if (turn.state.Type === 'Task' || hasFixedResult(turn.state)) seen.result = result.text;
      seen.afterResultSelector = await outputOf(language, turn, result, { ResultPath: '$', OutputPath: '$' });
      seen.afterResultPath = await outputOf(language, turn, result, { OutputPath: '$' });
      return language.output(turn, result);
    },
  };
}

/** Whether a state makes nothing of its input: a Pass state with a `Result`. */
function hasFixedResult(state: State): boolean {
  return state.Type === 'Pass' && state.Result !== undefined;
}

/** The text of the output that a state would have with other fields. */
async function outputOf(language: QueryLanguage, turn: Turn, result: Data, fields: object): Promise<string> {
  return (await language.output({ ...turn, state: { ...turn.state, ...fields } }, result)).output.text;
}

/** Notes how many iterations a Map runs at a time, and how many of them may fail. */
export async function watchLimits(visit: Visit<MapState>, input: Data, seen: Inspection): Promise<void> {
  const { language } = visit;
  const count = await language.number(visit, input, 'ToleratedFailureCount');
  const percentage = await language.number(visit, input, 'ToleratedFailurePercentage');
  seen.maxConcurrency = (await language.number(visit, input, 'MaxConcurrency')) ?? 0;
  if (count !== undefined) seen.toleratedFailureCount = count;
  if (percentage !== undefined) seen.toleratedFailurePercentage = percentage;
}

/** Whether more iterations of a Map have failed than may; a Map that sets no limit is not asked. */
export function exceedsTolerance(failures: number, result: JsonValue, seen: Inspection): boolean {
  const { toleratedFailureCount: count = Infinity, toleratedFailurePercentage: percentage = Infinity } = seen;
  const total = isArray(result) ? result.length : failures;
  return failures > count || (total > 0 && (failures / total) * 100 > percentage);
}
