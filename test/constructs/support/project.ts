import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

/** A folder of templates and handlers, made up for a test. */
export interface Project {
  readonly root: string;
  readonly templates: string;
  readonly handlers: string;
  /** Writes a template, and returns its path. */
  writeTemplate(file: string, text: string): string;
}

// Inside the project, so that the bundles' cache is found by the handlers' folder.
const cache = resolve(import.meta.dirname, '../../../node_modules/.cache/tasker-sfn-tests');
mkdirSync(cache, { recursive: true });

/** Makes a project with handlers of these names, each of which succeeds. */
export function makeProject(callables: readonly string[]): Project {
  const root = mkdtempSync(join(cache, 'project-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const templates = join(root, 'templates');
  const handlers = join(root, 'handlers');
  mkdirSync(templates);
  mkdirSync(handlers);
  const lines = callables.map(
    (callable, index) => `export const h${index} = defineHandler('${callable}', {}, () => ({ n: ${index} }));`,
  );
  writeFileSync(
    join(handlers, 'all.ts'),
    ["import { defineHandler } from '@tasker-systems/tasker';", ...lines, ''].join('\n'),
  );
  return {
    root,
    templates,
    handlers,
    writeTemplate(file, text) {
      const path = join(templates, file);
      writeFileSync(path, text);
      return path;
    },
  };
}

export interface StepText {
  readonly name: string;
  readonly callable: string;
  /** What it depends on. @default the step before it */
  readonly after?: readonly string[];
  readonly more?: string;
}

/** A template as YAML. */
export function templateText(
  identity: { namespace: string; name: string; version: string },
  steps: readonly StepText[],
  more = '',
): string {
  const lines = steps.flatMap(({ name, callable, after, more: rest = '' }, index) => [
    `  - name: ${name}`,
    `    handler: { callable: '${callable}' }`,
    ...dependenciesOf(
      after ??
        steps
          .slice(0, index)
          .slice(-1)
          .map((step) => step.name),
    ),
    ...rest
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `    ${line}`),
  ]);
  return [
    `name: ${identity.name}`,
    `namespace_name: ${identity.namespace}`,
    `version: ${identity.version}`,
    more,
    'steps:',
    ...lines,
    '',
  ].join('\n');
}

function dependenciesOf(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`    dependencies: [${names.join(', ')}]`];
}
