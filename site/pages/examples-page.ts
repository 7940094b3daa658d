import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { planFile } from '../../lib/project/index.ts';
import { renderSvg } from '../../lib/viz/render-svg.ts';

/** An example with its picture. */
export interface Example {
  /** Of the template, from the root. */
  readonly path: string;
  readonly namespace: string;
  readonly name: string;
  readonly description: string;
  readonly steps: number;
  readonly svg: string;
}

/** The examples under `templates/`, by their paths. */
export function readExamples(root: string): readonly Example[] {
  const files = readdirSync(join(root, 'templates'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const path = join('templates', file);
      const { value: plan, diagnostics } = planFile(path, { from: root });
      if (plan === undefined) throw new Error(`${path}: ${diagnostics.map(({ message }) => message).join(' ')}`);
      const { namespace, name, description, steps } = plan.template;
      return {
        path,
        namespace: namespace.value,
        name: name.value,
        description: description ?? '',
        steps: steps.length,
        svg: renderSvg(plan),
      };
    });
}

/** The file of an example's picture, in `docs/images/`. */
export function pictureOf({ path }: Example): string {
  return `${path.split('/').at(-2) ?? ''}-${basename(path, '.yaml')}.svg`;
}

/** The page with all examples and their pictures. */
export function examplesPage(examples: readonly Example[]): string {
  return `<!-- Made from the templates by "npm run golden". Do not edit. -->

# Examples

The repository has these workflows, with handlers and tests. \`npm run demo\` runs the user registration, and names a command for each of the
others; that of customer success starts a task of the payments team, too. The pictures are what
\`npx tasker-sfn graph <template> --format svg\` draws.

${examples.map(sectionOf).join('\n')}`;
}

function sectionOf(example: Example): string {
  const { path, namespace, name, description, steps } = example;
  return `## ${namespace}/${name}

${description}${description.endsWith('.') ? '' : '.'} ${steps} steps: [\`${path}\`](../${path})

![${namespace}/${name}](images/${pictureOf(example)})
`;
}
