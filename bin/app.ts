import { App } from 'aws-cdk-lib';
import { addTemplateStacks, TemplateError } from '../lib/constructs/index.ts';

// Nothing is written unless all is well.
const app = new App({ autoSynth: false });
const context = (key: string) => app.node.tryGetContext(key) as string | undefined;

try {
  addTemplateStacks(app, {
    templates: context('templates') ?? 'templates',
    handlers: context('handlers') ?? 'lambdas',
    environment: context('environment'),
    sync: syncOf(context('sync')),
  });
  app.synth();
} catch (error) {
  if (!(error instanceof TemplateError)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}

function syncOf(value: string | undefined): 'barriers' | 'exact' | undefined {
  if (value === undefined || value === 'barriers' || value === 'exact') return value;
  throw new Error(`The context "sync" is "${value}". It must be "barriers" or "exact".`);
}
