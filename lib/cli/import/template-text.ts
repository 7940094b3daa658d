import { stringify } from 'yaml';
import { SCHEMA_LINE } from '../new/template-text.ts';
import type { NamedStep } from './handlers-text.ts';

/** What the imported template is called, and what holds for all of it. */
export interface ImportedTemplate {
  readonly namespace: string;
  readonly name: string;
  readonly description?: string;
  readonly timeoutSeconds?: number;
  readonly steps: readonly NamedStep[];
}

const TYPES = { decision: 'decision', split: 'batchable', worker: 'batch_worker' } as const;

/** The YAML of an imported template. */
export function templateYaml({ namespace, name, description, timeoutSeconds, steps }: ImportedTemplate): string {
  const template = {
    name,
    namespace_name: namespace,
    version: '1.0.0',
    ...(description !== undefined && { description }),
    ...(timeoutSeconds !== undefined && {
      lifecycle: { max_duration_minutes: Math.max(1, Math.ceil(timeoutSeconds / 60)) },
    }),
    steps: steps.map(stepOf),
  };
  return `${SCHEMA_LINE}\n${stringify(template, { lineWidth: 0 })}`;
}

function stepOf({ name, dependencies, description, work, callable, retry, timeoutSeconds }: NamedStep) {
  return {
    name,
    ...(description !== undefined && { description }),
    ...(work.kind in TYPES && { type: TYPES[work.kind as keyof typeof TYPES] }),
    ...(dependencies.length > 0 && { dependencies }),
    handler: { callable },
    ...(retry !== undefined && { retry }),
    ...(timeoutSeconds !== undefined && { timeout_seconds: timeoutSeconds }),
    ...(work.kind === 'worker' && {
      batch_config: {
        batch_size: 1,
        parallelism: work.parallelism,
        cursor_field: 'index',
        worker_template: name,
        failure_strategy: 'fail_fast',
      },
    }),
  };
}
