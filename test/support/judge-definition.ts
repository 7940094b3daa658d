import { createRequire } from 'node:module';
import type { State, StateMachine, SubMachine } from '../../lib/states-language/types.ts';
import { Limit } from '../../lib/states-language/limits.ts';

// Both judges are CommonJS without usable declarations.
const require = createRequire(import.meta.url);
const validate = require('asl-validator') as (definition: unknown) => { errors: { Message: string; path?: string }[] };
const languageService = require('amazon-states-language-service') as {
  TextDocument: { create(uri: string, language: string, version: number, text: string): unknown };
  getLanguageService(params: object): {
    parseJSONDocument(document: unknown): unknown;
    doValidation(document: unknown, json: unknown, settings?: object): PromiseLike<{ message: string }[]>;
  };
};
const service = languageService.getLanguageService({});

/** What two independent validators, and checks of ours for what both miss, say against a definition. */
export async function judgeDefinition(definition: StateMachine): Promise<readonly string[]> {
  const document = languageService.TextDocument.create(
    'test://machine.asl.json',
    'asl',
    1,
    JSON.stringify(definition, null, 2),
  );
  const complaints = await service.doValidation(document, service.parseJSONDocument(document), {
    schemaValidation: 'error',
  });
  return [
    ...validate(structuredClone(definition)).errors.map(
      (error) => `asl-validator: ${error.Message} ${error.path ?? ''}`,
    ),
    ...complaints.map((complaint) => `language service: ${complaint.message}`),
    ...ownChecks(definition),
  ];
}

function ownChecks(definition: StateMachine): readonly string[] {
  const complaints: string[] = [];
  const seen = new Set<string>();
  for (const [name, state] of allStates(definition)) {
    if (seen.has(name)) complaints.push(`"${name}" names two states`);
    seen.add(name);
    if ([...name].length > Limit.stateNameChars) complaints.push(`"${name}" is longer than ${Limit.stateNameChars}`);
    for (const list of [('Retry' in state && state.Retry) || [], ('Catch' in state && state.Catch) || []]) {
      list.forEach((entry, index) => {
        if (!entry.ErrorEquals.includes('States.ALL')) return;
        if (entry.ErrorEquals.length > 1) complaints.push(`"${name}": States.ALL is not alone`);
        if (index < list.length - 1) complaints.push(`"${name}": States.ALL is not last`);
      });
    }
    if (state.Type === 'Task') {
      for (const retrier of state.Retry ?? []) {
        if ((retrier.BackoffRate ?? 2) < 1) complaints.push(`"${name}": BackoffRate below 1`);
        if ((retrier.MaxDelaySeconds ?? 1) > 31_622_400) complaints.push(`"${name}": MaxDelaySeconds above 366 days`);
      }
      if ((state.HeartbeatSeconds ?? 0) >= (state.TimeoutSeconds ?? Infinity))
        complaints.push(`"${name}": heartbeat ≥ timeout`);
    }
  }
  if (Buffer.byteLength(JSON.stringify(definition)) > Limit.definitionBytes) complaints.push('larger than 1 MB');
  return complaints;
}

/** All states of a machine and its branches, by name. */
export function allStates(machine: StateMachine | SubMachine): [string, State][] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.Type === 'Parallel' ? state.Branches.flatMap(allStates) : []),
    ...(state.Type === 'Map' && state.ItemProcessor !== undefined ? allStates(state.ItemProcessor) : []),
  ]);
}
