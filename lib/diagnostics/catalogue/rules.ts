import { count, didYouMean, formatNumber, listOf, quote } from '../wording.ts';
import { error, warning } from './entry.ts';

/** What can be wrong with a template as a whole: one code for each rule of lib/template/rules. */
export const ruleEntries = {
  'bad-namespace': error(
    ({ namespace, longest }: { namespace: string; longest: number }) =>
      `The namespace ${quote(namespace)} must be 1 to ${longest} letters, digits and underscores, and not start with a digit.`,
    ({ namespace, longest }) => {
      const better = namespace.replace(/\W+/g, '_').replace(/^(?=\d)/, '_');
      return better.length > longest
        ? `It has ${count(namespace.length, 'character')}: choose a shorter one.`
        : better !== '' && better !== namespace
          ? `Write ${quote(better)}.`
          : undefined;
    },
  ),
  'bad-version': error(
    ({ version }: { version: string; suggest?: string }) =>
      `The version ${quote(version)} is not a semantic version such as "1.0.0".`,
    ({ suggest }) => suggest && `Write ${quote(suggest)}.`,
  ),
  'no-steps': error(
    () => 'The template has no steps: a task made from it could not run.',
    () => 'Add at least one step under "steps:".',
  ),
  'bad-step-name': error(
    ({ name }: { name: string }) =>
      `The step name ${quote(name)} may only hold letters, digits, "_", "-", "." and spaces, and starts with a letter, digit or "_".`,
    ({ name }) => {
      const better = name
        .trim()
        .replace(/(?:[^A-Za-z0-9_. -] *)+/g, '_')
        .replace(/^[^A-Za-z0-9_]+/, '');
      return better === '' ? undefined : `Write ${quote(better)}.`;
    },
  ),
  'duplicate-step': error(
    ({ name }: { name: string }) => `There is more than one step named ${quote(name)}.`,
    () => 'Give each step a name of its own.',
  ),
  'unknown-dependency': error(
    ({ step, name }: { step: string; name: string; known: readonly string[]; suggest?: string }) =>
      `Step ${quote(step)} depends on ${quote(name)}, but there is no such step.`,
    ({ known, suggest }) => didYouMean(suggest) ?? `The steps are ${listOf(known, 'and')}.`,
  ),
  'self-dependency': error(
    ({ step }: { step: string }) => `Step ${quote(step)} depends on itself.`,
    () => 'Remove this dependency.',
  ),
  'duplicate-dependency': warning(
    ({ step, name }: { step: string; name: string }) =>
      `Step ${quote(step)} lists the dependency ${quote(name)} twice.`,
    () => 'Remove one of them.',
  ),
  'dependency-cycle': error(
    ({ cycle }: { cycle: readonly string[] }) => `Steps wait for each other in a circle: ${circle(cycle)}.`,
    () => 'Remove one of these dependencies.',
  ),
  'orphan-step': warning(
    ({ step }: { step: string }) => `Step ${quote(step)} depends on no step, and no step depends on it.`,
    () => 'If it belongs to this workflow, name what it waits for under "dependencies:".',
  ),
  'decision-without-dependency': error(
    ({ step }: { step: string }) => `The decision step ${quote(step)} has no dependencies; it needs at least one.`,
    () => 'Let it depend on the step whose result it decides on.',
  ),
  'missing-batch-config': error(
    ({ step }: { step: string }) => `The batch worker step ${quote(step)} has no "batch_config".`,
    () =>
      'Add "batch_config:" with "batch_size", "parallelism", "cursor_field", "worker_template" and "failure_strategy".',
  ),
  'stray-batch-config': warning(
    ({ step, type }: { step: string; type: string }) =>
      `The "batch_config" of step ${quote(step)} is ignored: the step is of type ${quote(type)}.`,
    () => 'Move it to the step of type "batch_worker".',
  ),
  'missing-worker-template': error(
    ({ step, worker }: { step: string; worker: string; workers: readonly string[]; suggest?: string }) =>
      `Step ${quote(step)} names the worker template ${quote(worker)}, which is no step of type "batch_worker".`,
    ({ workers, suggest }) =>
      didYouMean(suggest) ??
      (workers.length > 0 ? `Batch worker steps are ${listOf(workers, 'and')}.` : 'Add a step of type "batch_worker".'),
  ),
  'schema-not-object': warning(
    ({ owner, key }: { owner: string; key: string }) =>
      `The ${quote(key)} of ${owner} does not describe an object, but its values always are objects.`,
    () => 'Write "type: object" at the top of the schema.',
  ),
  'bad-event-name': error(
    ({ name }: { name: string }) =>
      `The event name ${quote(name)} must be two or more words of lower-case letters, digits and "_", joined by dots.`,
    () => 'Write a name such as "order.created".',
  ),
  'bad-publisher': error(
    ({ publisher }: { publisher: string }) =>
      `The publisher ${quote(publisher)} must be a name such as "Orders::Publishers::OrderPublisher" or "orders.OrderPublisher".`,
  ),
  'backoff-above-maximum': warning(
    ({ base, max }: { base: number; max: number }) =>
      `The first delay, ${formatNumber(base)} ms, is above the longest delay, ${formatNumber(max)} ms, which always wins.`,
    () => 'Raise "max_backoff_ms" or lower "backoff_base_ms".',
  ),
  'unused-attempts': warning(
    ({ attempts }: { attempts: number }) =>
      `With "retryable: false" the step runs once, so "max_attempts: ${attempts}" has no effect.`,
    () => 'Write "max_attempts: 1", or "retryable: true".',
  ),
  'unknown-override-step': error(
    ({ environment, name }: { environment: string; name: string; suggest?: string }) =>
      `Environment ${quote(environment)} overrides the step ${quote(name)}, but there is no such step.`,
    ({ suggest }) => didYouMean(suggest) ?? 'Name a step of this template, or "ALL" for every step.',
  ),
} as const;

const LONGEST_CIRCLE = 20;

function circle(steps: readonly string[]): string {
  const shown = steps.slice(0, LONGEST_CIRCLE).map(quote);
  const rest = steps.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${count(rest, 'other step')}`] : []), quote(steps[0])].join(' → ');
}
