import { App } from 'aws-cdk-lib';
import { addTemplateStacks, contextOptions, TemplateError } from '../lib/constructs/index.ts';

// Nothing is written unless all is well.
const app = new App({ autoSynth: false });

try {
  addTemplateStacks(app, { templates: 'templates', handlers: 'lambdas', ...contextOptions(app) });
  app.synth();
} catch (error) {
  if (!(error instanceof TemplateError)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
