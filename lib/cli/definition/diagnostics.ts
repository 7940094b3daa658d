import { defineDiagnostic } from '../../diagnostics/diagnostic-kind.ts';
import { listOf, quote, quotePath } from '../../diagnostics/wording.ts';

// What can be wrong with state machines in States Language.

export const invalidDefinition = defineDiagnostic({
  code: 'invalid-definition',
  severity: 'error',
  message: ({ reason }: { code: string; reason: string }) => reason,
  hint: ({ code }) => `Step Functions refuses this state machine (${code}).`,
});

export const doubtfulDefinition = defineDiagnostic({
  code: 'doubtful-definition',
  severity: 'warning',
  message: ({ reason }: { code: string; reason: string }) => reason,
  hint: ({ code }) => `Step Functions takes this state machine with a warning (${code}).`,
});

export const noSubstitution = defineDiagnostic({
  code: 'no-substitution',
  severity: 'error',
  message: ({ names }: { names: readonly string[] }) =>
    `${names.length === 1 ? 'The placeholder' : 'The placeholders'} ${listOf(names, 'and')} ${names.length === 1 ? 'has' : 'have'} no value.`,
  hint: ({ names: [name = 'Name'] }) => `Give it: --substitute ${quote(`${name}=value`)}.`,
});

export const leftPlaceholder = defineDiagnostic({
  code: 'left-placeholder',
  severity: 'warning',
  message: ({ names }: { names: readonly string[] }) =>
    `${names.length === 1 ? 'The placeholder' : 'The placeholders'} ${listOf(names, 'and')} ${names.length === 1 ? 'stays' : 'stay'} in the text.`,
  hint: ({ names: [name = 'Name'] }) => `Give it a value: --substitute ${quote(`${name}=value`)}.`,
});

export const duplicateDefinition = defineDiagnostic({
  code: 'duplicate-definition',
  severity: 'error',
  message: ({ name, first, second }: { name: string; first: string; second: string }) =>
    `Two state machines are named ${quote(name)}: the one in ${quotePath(first)} and the one in ${quotePath(second)}.`,
  hint: () => 'A machine has the name of its file: rename one of them.',
});
