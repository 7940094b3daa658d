import { App } from 'aws-cdk-lib';
import { addTemplateStacks, TemplateError } from '../lib/constructs/index.ts';

// Nothing is written unless all is well.
const app = new App({ autoSynth: false });
const context = (key: string) => app.node.tryGetContext(key) as string | undefined;

const sync = context('sync');
if (sync !== undefined && sync !== 'barriers' && sync !== 'exact') {
  refuse(`-c sync=${sync} is no way to wait. Use "barriers" or "exact".`);
} else {
  try {
    addTemplateStacks(app, {
      templates: context('templates') ?? 'templates',
      handlers: context('handlers') ?? 'lambdas',
      environment: context('environment'),
      sync,
      durations: context('durations'),
      prefix: context('prefix'),
    });
    app.synth();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    refuse(error.message);
  }
}

function refuse(reason: string): void {
  console.error(`\n${reason}\n`);
  process.exitCode = 1;
}
