/**
 * `peer.ts <output> <template> <entry>…`: the same state machine and functions with what CDK brings: a NodejsFunction per
 * handler, with the same settings of esbuild. It leaves out what TaskerWorkflow adds: versions, alarms, dashboard, dead
 * letters, bucket. Only the handlers' names need to be known, which makes the peer's work less, not more.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { compileTemplate } from '../../lib/compile.ts';

const [outdir, template = '', ...entries] = process.argv.slice(2);
const root = resolve(import.meta.dirname, '../..');
const begun = performance.now();
const app = new App({ outdir, autoSynth: false });
const stack = new Stack(app, 'Bench');
const { value } = compileTemplate(readFileSync(template, 'utf8'), { file: template });
if (value === undefined) throw new Error('the template does not compile');
const functions = entries.map(
  (entry, index) =>
    new NodejsFunction(stack, `H${index}`, {
      entry,
      projectRoot: root,
      depsLockFilePath: join(root, 'package-lock.json'),
      runtime: lambda.Runtime.NODEJS_22_X,
      architecture: lambda.Architecture.ARM_64,
      bundling: {
        minify: true,
        keepNames: true,
        sourceMap: true,
        format: OutputFormat.ESM,
        target: 'node22',
        mainFields: ['module', 'main'],
        esbuildArgs: { '--alias:@tasker-systems/tasker': join(root, 'lib/runtime/index.ts') },
      },
    }),
);
const machine = new sfn.StateMachine(stack, 'StateMachine', {
  definitionBody: sfn.DefinitionBody.fromString(JSON.stringify(value.definition)),
  definitionSubstitutions: Object.fromEntries(functions.map((fn, index) => [`BenchH${index}`, fn.functionArn])),
  tracingEnabled: true,
});
for (const fn of functions) fn.grantInvoke(machine);
app.synth();
console.log(performance.now() - begun);
