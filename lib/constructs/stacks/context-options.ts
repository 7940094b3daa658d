import type { App, Stage } from 'aws-cdk-lib';
import type { Sync } from '../../plan/workflow-plan.ts';
import type { TemplateStacksOptions } from './template-stacks.ts';

/** What {@link contextOptions} reads. */
export type ContextOptions = Partial<
  Pick<TemplateStacksOptions, 'templates' | 'handlers' | 'environment' | 'prefix' | 'sync' | 'durations'>
>;

const TEXTS = ['templates', 'handlers', 'environment', 'prefix', 'durations'] as const;
const SYNCS: readonly Sync[] = ['barriers', 'exact'];

/**
 * The options of {@link addTemplateStacks} that the context of CDK has, such as `-c prefix=dev` and `-c environment=test`:
 * `templates`, `handlers`, `environment`, `prefix`, `sync` and `durations`. Only those that are there are in the answer, so that it
 * goes behind what the app says itself.
 *
 * @throws Error if one of them is no text, or `sync` is neither `barriers` nor `exact`
 *
 * @example
 * ```ts
 * import { App } from 'aws-cdk-lib';
 * import { addTemplateStacks, contextOptions } from 'tasker-sfn/constructs';
 *
 * const app = new App();
 * addTemplateStacks(app, { templates: 'templates', handlers: 'lambdas', ...contextOptions(app) });
 * ```
 */
export function contextOptions(scope: App | Stage): ContextOptions {
  const found: Record<string, string> = {};
  for (const key of [...TEXTS, 'sync']) {
    const value: unknown = scope.node.tryGetContext(key);
    if (value === undefined) continue;
    if (typeof value !== 'string')
      throw new Error(`The context "${key}" of CDK is ${JSON.stringify(value)}, but must be a text.`);
    found[key] = value;
  }
  const { sync, ...texts } = found;
  if (sync === undefined) return texts;
  if (!isSync(sync)) throw new Error(`-c sync=${sync} is no way to wait. Use "barriers" or "exact".`);
  return { ...texts, sync };
}

function isSync(text: string): text is Sync {
  return SYNCS.some((each) => each === text);
}
