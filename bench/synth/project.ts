import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A template and its handlers, each in a file of its own, as people write them. */
export interface BenchProject {
  readonly root: string;
  readonly template: string;
  readonly handlers: string;
  /** For the peer: per handler, the file that makes it a Lambda function. */
  readonly entries: readonly string[];
}

const cache = resolve(import.meta.dirname, '../../node_modules/.cache/tasker-sfn-bench');

export function makeProject(count: number): BenchProject {
  mkdirSync(cache, { recursive: true });
  const root = mkdtempSync(join(cache, `synth-${count}-`));
  const handlers = join(root, 'handlers');
  const stubs = join(root, 'stubs');
  mkdirSync(handlers);
  mkdirSync(stubs);
  const entries = Array.from({ length: count }, (_, index) => {
    writeFileSync(join(handlers, `h${index}.ts`), handlerText(index));
    const entry = join(stubs, `h${index}.ts`);
    writeFileSync(
      entry,
      `import { createStepFunction } from '@tasker-systems/tasker';\nimport { H${index} } from '../handlers/h${index}.ts';\nexport const handler = createStepFunction(H${index});\n`,
    );
    return entry;
  });
  const template = join(root, 'template.yaml');
  writeFileSync(template, templateText(count));
  return { root, template, handlers, entries };
}

function handlerText(index: number): string {
  return `import { type StepContext, StepHandler, type StepHandlerResult } from '@tasker-systems/tasker';

export class H${index} extends StepHandler {
  static override handlerName = 'Bench::H${index}';

  async call(context: StepContext): Promise<StepHandlerResult> {
    const { amount = 1 } = context.getInput<{ amount?: number }>('order') ?? {};
    return this.success({ step: ${index}, total: amount * ${index + 1} });
  }
}
`;
}

/** The first step, then all others at once, ten in a row each. */
function templateText(count: number): string {
  const steps = Array.from({ length: count }, (_, index) => {
    const after = index === 0 ? '' : `\n    dependencies: [s${index <= 10 ? 0 : index - 10}]`;
    return `  - name: s${index}\n    handler: { callable: 'Bench::H${index}' }${after}`;
  });
  return `name: bench\nnamespace_name: bench\nversion: 1.0.0\nsteps:\n${steps.join('\n')}\n`;
}
