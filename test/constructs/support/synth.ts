import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';

// CDK's own check of each template takes a second to start; the tests of bin/app.ts run with it.
process.env.CDK_VALIDATION = 'false';

const outputs = mkdtempSync(join(tmpdir(), 'tasker-sfn-synth-'));
afterAll(() => rmSync(outputs, { recursive: true, force: true }));

export interface Synthesised {
  readonly app: App;
  readonly stack: Stack;
  readonly template: Template;
}

/** Synthesises a stack. */
export function synth(build: (stack: Stack) => void): Synthesised {
  const app = new App({ outdir: mkdtempSync(join(outputs, 'out-')) });
  const stack = new Stack(app, 'Stack');
  build(stack);
  return { app, stack, template: Template.fromStack(stack) };
}

export const REGISTRATION = {
  template: 'templates/microservices/user_registration.yaml',
  handlers: 'lambdas',
} as const;
